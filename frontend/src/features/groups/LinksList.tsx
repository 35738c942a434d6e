import { useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload } from "@tabler/icons-react";
import { csv } from "./csv";
import classes from "./people.module.css";
import { type LinkMade, saveWords } from "./peopleApi";

interface LinksListProps {
  links: LinkMade[];
  groupName: string;
}

/** Links that are shown this once: to copy one by one, all as a table, or to save for a mail program. */
export function LinksList({ links, groupName }: LinksListProps) {
  const { t } = useLingui();
  const clipboard = useClipboard({ timeout: 4000 });
  const heading = [t`Name`, t`E-mail address`, t`Delegation`, t`Link`, t`Works until`];
  const rows = links.map((one) => [one.name, one.email, one.delegation ?? "", one.link, one.expires_at.slice(0, 10)]);

  return (
    <>
      <Group gap="sm">
        <Button
          size="sm"
          leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={() => clipboard.copy([heading, ...rows].map((row) => row.join("\t")).join("\n"))}
        >
          {clipboard.copied ? t`Copied` : t`Copy all as a table`}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveWords(csv([heading, ...rows]), `${t`links`}.csv`, "text/csv")}
        >
          {t`Save as a table (CSV)`}
        </Button>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.tall} tabIndex={0} aria-label={t`Links for ${groupName}`}>
        <table className={classes.links}>
          <thead>
            <tr>
              <th scope="col">{t`Name`}</th>
              <th scope="col">{t`Link`}</th>
              <th scope="col">
                <span className="visually-hidden">{t`Copy`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((one) => (
              <LinkRow key={one.invitation} link={one} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function LinkRow({ link }: { link: LinkMade }) {
  const { t } = useLingui();
  const clipboard = useClipboard({ timeout: 4000 });
  return (
    <tr>
      <th scope="row">
        <bdi>{link.name}</bdi>
        {link.delegation && (
          <div className={classes.quiet}>
            <bdi>{link.delegation}</bdi>
          </div>
        )}
      </th>
      <td dir="ltr">
        <code>{link.link}</code>
      </td>
      <td>
        <Button size="compact-xs" variant="default" onClick={() => clipboard.copy(link.link)}>
          {clipboard.copied ? t`Copied` : t`Copy`}
          <span className="visually-hidden">{t`the link of ${link.name}`}</span>
        </Button>
      </td>
    </tr>
  );
}
