import { Link } from "react-router";
import type { NotReached } from "./api";
import classes from "./NotReached.module.css";

interface NotReachedListProps {
  documentId: string;
  paragraphs: NotReached[];
  /** What follows a link: the page's own way there, or nothing for the plain link. */
  onGo?: (id: string) => void;
}

/** Paragraphs with their first words, each a way to it. */
export function NotReachedList({ documentId, paragraphs, onGo }: NotReachedListProps) {
  return (
    <ul className={classes.list}>
      {paragraphs.map(({ id, address, words }) => (
        <li key={id}>
          <Link to={`/documents/${documentId}#p-${id}`} onClick={onGo && (() => onGo(id))}>
            <bdi className={classes.address}>{address}</bdi>
            <span dir="auto" className={classes.words}>
              {words}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
