import { useLingui } from "@lingui/react/macro";
import { SimpleGrid, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { FormProblemAlert } from "../../ui/FormDialog";
import { problemSentence } from "../../ui/forms";
import classes from "./accounts.module.css";
import { useSignIn } from "./api";
import type { DemoPerson } from "./types";

interface DemoPeopleProps {
  people: DemoPerson[];
  onSignedIn: () => void;
}

/** The demonstration's people: one click signs in as one of them. */
export function DemoPeople({ people, onSignedIn }: DemoPeopleProps) {
  const { t } = useLingui();
  const signIn = useSignIn();
  const [problem, setProblem] = useState("");

  async function enterAs(person: DemoPerson) {
    setProblem("");
    try {
      await signIn.mutateAsync({ person: person.id });
      onSignedIn();
    } catch (error) {
      setProblem(problemSentence(error));
    }
  }

  return (
    <Stack gap="sm">
      <FormProblemAlert problem={problem} />
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" component="ul" className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <UnstyledButton
              className={classes.person}
              onClick={() => void enterAs(person)}
              disabled={signIn.isPending}
              aria-label={
                person.delegation
                  ? t`Enter as ${person.name}, ${person.role}, ${person.delegation}`
                  : t`Enter as ${person.name}, ${person.role}`
              }
            >
              <Text fw={600} component="span">
                <bdi>{person.name}</bdi>
              </Text>
              <Text size="sm" component="span">
                <bdi>{person.role}</bdi>
              </Text>
              {person.delegation && person.delegation !== person.role && (
                <Text size="sm" component="span" className={classes.quiet}>
                  <bdi>{person.delegation}</bdi>
                </Text>
              )}
            </UnstyledButton>
          </li>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
