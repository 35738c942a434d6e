import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Loader, NativeSelect, SegmentedControl, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type MouseEvent, useId, useMemo, useState } from "react";
import type { PageState } from "../../api/types";
import { announce } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { problemSentence } from "../../ui/forms";
import classes from "./DownloadDialog.module.css";
import { addressOf, saveFile, useRevisionsOut, type Wanted } from "./files";
import { countPiles, type ExportView, FORMATS, formatName, PILES, pileName } from "./piles";

interface DownloadDialogProps {
  document: Pick<PageState, "id" | "paragraphs">;
  /** The revision that `document` is, to begin with; without, it is the text as it is now. */
  revision?: number;
  onClose: () => void;
}

const NOW = "now";

/** The document and its lists as files: one click each, since a meeting ends with several of them. */
export function DownloadDialog({ document, revision, onClose }: DownloadDialogProps) {
  const { t } = useLingui();
  const revisions = useRevisionsOut(document.id);
  const [text, setText] = useState(revision === undefined ? NOW : String(revision));
  const [view, setView] = useState<ExportView>("bracketed");
  const save = useMutation({
    mutationFn: saveFile,
    onSuccess: (name) => announce(t`${name} was downloaded.`),
  });
  const counts = useMemo(() => countPiles(document.paragraphs), [document.paragraphs]);
  const viewLabel = useId();
  const number = text === NOW ? undefined : Number(text);
  const texts = [
    { value: NOW, label: t`The text as it is now` },
    ...(revisions.data ?? []).map((one) => ({
      value: String(one.number),
      label: one.title ? t`Rev.${one.number}: ${one.title}` : t`Rev.${one.number}`,
    })),
  ];
  if (!texts.some((one) => one.value === text)) texts.push({ value: text, label: t`Rev.${text}` });

  function fetchFile(event: MouseEvent, wanted: Wanted) {
    // With a key held the link goes where links go, such as to a new tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!save.isPending) save.mutate(wanted);
  }

  const isComing = (wanted: Wanted) =>
    save.isPending && save.variables.format === wanted.format && save.variables.pile === wanted.pile;

  return (
    <Dialog title={t`Download`} onClose={onClose}>
      <div className={classes.choices}>
        {texts.length > 1 && (
          <NativeSelect
            label={t`Which text`}
            data={texts}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div>
          <Text id={viewLabel} size="sm" fw={600} mb={4}>
            <Trans>How much to show</Trans>
          </Text>
          <SegmentedControl<ExportView>
            aria-labelledby={viewLabel}
            fullWidth
            value={view}
            onChange={setView}
            data={[
              { value: "bracketed", label: t`Bracketed` },
              { value: "clean", label: t`Clean` },
            ]}
          />
          <Text size="sm" mt={6} c="var(--ink-soft)">
            {view === "bracketed"
              ? t`With statuses, coloured brackets, proposers and sources.`
              : t`The words alone; square brackets stay in them.`}
          </Text>
        </div>
      </div>
      <ul className={classes.lists}>
        {PILES.map((pile) => (
          <li key={pile} className={classes.list}>
            <span className={classes.name}>
              {pileName(pile)}
              {number === revision && <span className={classes.count}> {counts[pile]}</span>}
            </span>
            <span className={classes.files}>
              {FORMATS.map((format) => {
                const wanted = { document: document.id, format, pile, view, revision: number };
                return (
                  <a
                    key={format}
                    className={classes.file}
                    href={addressOf(wanted)}
                    download
                    aria-label={t`${pileName(pile)}: ${formatName(format)}`}
                    aria-disabled={save.isPending || undefined}
                    onClick={(event) => fetchFile(event, wanted)}
                  >
                    {isComing(wanted) ? <Loader size={14} aria-hidden /> : <IconDownload size={15} aria-hidden />}
                    {formatName(format)}
                  </a>
                );
              })}
            </span>
          </li>
        ))}
      </ul>
      {save.isError && (
        <Alert color="red" variant="light" role="alert" mt="md" icon={<IconAlertTriangle aria-hidden />}>
          {problemSentence(save.error)}
        </Alert>
      )}
      {save.isSuccess && (
        <Text className={classes.done} size="sm" mt="md">
          <IconCheck size={16} aria-hidden />
          <span>
            <Trans>
              <bdi>{save.data}</bdi> was downloaded.
            </Trans>
          </span>
        </Text>
      )}
      <Text size="sm" mt="md" c="var(--ink-soft)">
        <Trans>Each file says at its foot which decision was the last, so that copies can be told apart.</Trans>
      </Text>
    </Dialog>
  );
}
