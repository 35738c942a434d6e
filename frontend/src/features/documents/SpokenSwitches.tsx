import { useLingui } from "@lingui/react/macro";
import { Switch } from "@mantine/core";
import type { Quiet } from "../../ui/quiet";
import { useQuiet } from "../../ui/quiet";

/** What is said to those who listen to the page, each kind of which can be silenced on this device. */
export function SpokenSwitches() {
  const { t } = useLingui();
  const [quiet, setQuiet] = useQuiet();
  const kinds: [keyof Quiet, string][] = [
    ["people", t`who comes and who leaves`],
    ["words", t`changes of the paragraph you are at`],
    ["nearby", t`changes of the paragraphs next to it`],
    ["marks", t`marks and other decisions`],
    ["now", t`what is under discussion now`],
    ["order", t`paragraphs added, moved or withdrawn`],
    ["saved", t`whether what you type is saved`],
  ];
  return kinds.map(([kind, label]) => (
    <Switch
      key={kind}
      mb={8}
      label={label}
      checked={!quiet[kind]}
      onChange={(event) => setQuiet({ ...quiet, [kind]: !event.currentTarget.checked })}
    />
  ));
}
