import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import { plainText } from "../../editor/canonical";
import type { Piece, Version } from "./overlay";
import classes from "./Proposals.module.css";

/** All proposals on a paragraph at once: who would change what, and where they want the same words otherwise. */
export function Together({ pieces }: { pieces: readonly Piece[] }) {
  const { t } = useLingui();
  const collisions = pieces.filter((piece) => piece.kind === "changed" && piece.collides).length;
  return (
    <section className={classes.together} aria-label={t`All proposals laid over the text`}>
      <div className={classes.laid} dir="auto" translate="no">
        {pieces.map((piece, index) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          if (piece.kind === "same") return <Fragment key={index}>{plainText(piece.runs)}</Fragment>;
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          return <Changed key={index} piece={piece} />;
        })}
      </div>
      <p className={classes.note} role="status">
        {collisions === 0 ? (
          <Trans>They touch different words: all of them could be accepted.</Trans>
        ) : (
          <Trans>Where a box stands around words, proposals want the same words otherwise.</Trans>
        )}
      </p>
    </section>
  );
}

function Changed({ piece }: { piece: Extract<Piece, { kind: "changed" }> }) {
  const { t } = useLingui();
  const words = plainText(piece.words);
  const who = (version: Version) => version.names.join(", ");
  const content = (
    <>
      {words && (
        <del className={classes.gone} title={t`removed`}>
          <span className="visually-hidden">
            <Trans>removed:</Trans>{" "}
          </span>
          {words}
        </del>
      )}
      {piece.versions.map((version) => {
        const text = plainText(version.runs);
        return (
          <span key={version.ids.join()} className={classes.version}>
            {text ? (
              <ins className={classes.come} title={t`added`}>
                <span className="visually-hidden">
                  <Trans>added:</Trans>{" "}
                </span>
                {text}
              </ins>
            ) : (
              <span className={classes.nothing}>
                <Trans>deleted</Trans>
              </span>
            )}
            <bdi className={classes.who}>{who(version)}</bdi>
          </span>
        );
      })}
    </>
  );
  if (!piece.collides) return content;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand within words
    <span
      className={classes.collision}
      role="group"
      aria-label={t`Proposals collide: ${piece.versions.map(who).join("; ")}`}
    >
      {content}
    </span>
  );
}
