import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { Dialog } from "../../ui/Dialog";
import classes from "./GoTo.module.css";

/** A place that may be gone to. */
export interface Found {
  id: string;
  label: string;
  words: string;
  status: string;
}

interface GoToProps {
  find: (typed: string) => Found[];
  onGo: (id: string) => void;
  onClose: () => void;
}

/** "A.12", Enter. */
export function GoTo({ find, onGo, onClose }: GoToProps) {
  const { t } = useLingui();
  const list = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => find(typed), [find, typed]);
  const option = (index: number) => `${list}-${index}`;

  function go(place: Found | undefined) {
    if (!place) return;
    onClose();
    onGo(place.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") go(found[at]);
    else if (event.key === "ArrowDown") setAt((index) => Math.min(found.length - 1, index + 1));
    else if (event.key === "ArrowUp") setAt((index) => Math.max(0, index - 1));
    else return;
    event.preventDefault();
  }

  return (
    <Dialog onClose={onClose} title={t`Go to a paragraph`} size="lg">
      <TextInput
        data-autofocus
        // At once: whoever types on must not lose a letter.
        autoFocus
        role="combobox"
        aria-label={t`Number or words of the paragraph`}
        placeholder={t`A.12, or some words of it`}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={found[at] ? option(at) : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        dir="auto"
      />
      <div id={list} role="listbox" aria-label={t`Paragraphs found`} className={classes.list}>
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={place.id}
            id={option(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.option}
            onClick={() => go(place)}
          >
            <span className={classes.label}>{place.label}</span>
            <bdi className={classes.words}>{place.words}</bdi>
            <span className={classes.status}>{place.status}</span>
          </div>
        ))}
      </div>
      <p role="status" className={classes.count}>
        {typed.trim() === "" ? (
          ""
        ) : found.length === 0 ? (
          <Trans>No paragraph has this number or these words.</Trans>
        ) : (
          <Plural value={found.length} one="# paragraph found" other="# paragraphs found" />
        )}
      </p>
    </Dialog>
  );
}
