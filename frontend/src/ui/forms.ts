import { t } from "@lingui/core/macro";
import type { UseFormReturnType } from "@mantine/form";
import { useRef, useState } from "react";
import { inReadersLanguage } from "./problems";

/** What a form needs of a server's problem (RFC 9457). */
export interface FormProblem {
  status: number;
  slug?: string;
  title: string;
  detail?: string | null;
  errors?: { pointer: string; detail: string }[];
}

/** The sentence to show for anything that a request may throw. */
export function problemSentence(error: unknown): string {
  if (!isProblem(error)) return t`The server cannot be reached. Nothing was changed; please try again.`;
  if (error.status >= 500) return t`Something went wrong on the server. Nothing was changed; please try again.`;
  return inReadersLanguage(error.slug ?? "", error.detail || error.title);
}

export function isProblem(error: unknown): error is FormProblem {
  return typeof error === "object" && error !== null && "status" in error && "title" in error;
}

/** Sorts a problem's errors by the form's fields; what no field can show is said above the form. */
export function sortErrors(
  error: unknown,
  fields: readonly string[],
): { beside: Record<string, string>; above: string } {
  const beside: Record<string, string> = {};
  const rest: string[] = [];
  const errors = isProblem(error) ? (error.errors ?? []) : [];
  for (const { pointer, detail } of errors) {
    const path = pointer.replace(/^\//, "").replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
    const field = fields.find((one) => path === one) ?? fields.find((one) => path.startsWith(`${one}.`));
    if (!field) rest.push(detail);
    else beside[path] ??= detail;
  }
  if (errors.length === 0) return { beside, above: problemSentence(error) };
  return { beside, above: rest.join(" ") };
}

/** Sends a form once at a time, and puts what the server has against it where the person can see and hear it. */
export function useSubmit<Values extends Record<string, unknown>, Transformed>(
  form: UseFormReturnType<Values, Transformed>,
  send: (values: Transformed) => Promise<unknown>,
) {
  const [problem, setProblem] = useState("");
  const [sending, setSending] = useState(false);
  const busy = useRef(false);

  function focusFirst(paths: string[]) {
    for (const path of paths) {
      const node = form.getInputNode<HTMLElement, never>(path as never);
      if (node) return node.focus();
    }
  }

  async function submit(values: Transformed) {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setProblem("");
    try {
      await send(values);
    } catch (error) {
      const { beside, above } = sortErrors(error, Object.keys(form.getValues()));
      form.setErrors(beside);
      setProblem(above);
      focusFirst(Object.keys(beside));
    } finally {
      busy.current = false;
      setSending(false);
    }
  }

  return {
    onSubmit: form.onSubmit(
      (values) => void submit(values as Transformed),
      (errors) => focusFirst(Object.keys(errors)),
    ),
    sending,
    problem,
  };
}
