import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type { Category, Paragraph } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import type { Place } from "./order";
import { placeOf } from "./place";

interface MoveDialogProps {
  paragraph: Paragraph;
  categories: Category[];
  groups: Map<string, Paragraph[]>;
  onMove: (place: Place) => void;
  onClose: () => void;
}

const FIRST = "first";

/** A paragraph to another place, in its category or in another. */
export function MoveDialog({ paragraph, categories, groups, onMove, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const others = (category: string) => (groups.get(category) ?? []).filter((one) => one.id !== paragraph.id);
  const [category, setCategory] = useState(paragraph.category);
  const [after, setAfter] = useState(() => others(paragraph.category).at(-1)?.id ?? FIRST);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    onClose();
    onMove({ category, after: after === FIRST ? null : after });
  }

  return (
    <Dialog onClose={onClose} title={t`Move ${placeOf(paragraph)}`}>
      <form onSubmit={submit}>
        <Select
          data-autofocus
          label={t`Category`}
          data={categories.map((one) => ({ value: one.id, label: [one.code, one.title].filter(Boolean).join(" ") }))}
          value={category}
          allowDeselect={false}
          searchable={categories.length > 8}
          comboboxProps={{ withinPortal: true }}
          onChange={(value) => {
            if (!value) return;
            setCategory(value);
            setAfter(others(value).at(-1)?.id ?? FIRST);
          }}
        />
        <Select
          mt="md"
          label={t`After`}
          data={[
            { value: FIRST, label: t`first in the category` },
            ...others(category).map((one) => ({ value: one.id, label: `${placeOf(one)} ${one.words.slice(0, 60)}` })),
          ]}
          value={after}
          allowDeselect={false}
          searchable
          onChange={(value) => value && setAfter(value)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">
            <Trans>Move</Trans>
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
