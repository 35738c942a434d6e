import { t } from "@lingui/core/macro";
import { today } from "../../ui/dates";
import type { MeetingRead, MeetingWrite } from "./types";

/** What the form holds; an empty string is an empty field. */
export type MeetingValues = {
  number: number | string;
  title: string;
  from_day: string;
  until_day: string;
  place: string;
  stream_url: string;
  recording_url: string;
};

/** The number after the highest. */
export function nextNumber(meetings: MeetingRead[]): number {
  return Math.max(0, ...meetings.map(({ number }) => number)) + 1;
}

/** What is wrong, by field; `others` are the group's other meetings. */
export function meetingFaults(values: MeetingValues, others: MeetingRead[]): Record<string, string> {
  const faults: Record<string, string> = {};
  const number = Number(values.number);
  if (!Number.isInteger(number) || number < 1) faults.number = t`Needs a number.`;
  else if (others.some((one) => one.number === number)) faults.number = t`Taken.`;
  if (!values.title.trim()) faults.title = t`Please give the meeting a title.`;
  if (values.from_day && values.until_day && values.until_day < values.from_day)
    faults.until_day = t`The last day is before the first.`;
  for (const field of ["stream_url", "recording_url"] as const) {
    const value = values[field].trim();
    if (value && !isWebAddress(value)) faults[field] = t`Please give an address that begins with https:// or http://.`;
  }
  return faults;
}

/** What is sent: empty fields are null. */
export function toMeeting(values: MeetingValues): MeetingWrite {
  return {
    number: Number(values.number),
    title: values.title.trim(),
    from_day: values.from_day || null,
    until_day: values.until_day || null,
    place: values.place.trim(),
    stream_url: values.stream_url.trim() || null,
    recording_url: values.recording_url.trim() || null,
  };
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

/** The current meeting, or else the first that has not ended. */
export function currentOrNext(meetings: MeetingRead[], day = today()): MeetingRead | undefined {
  const coming = meetings
    .filter((one) => (one.until_day ?? one.from_day ?? "") >= day)
    .sort((a, b) => (a.from_day ?? "").localeCompare(b.from_day ?? ""));
  return meetings.find((one) => one.is_current) ?? coming[0];
}
