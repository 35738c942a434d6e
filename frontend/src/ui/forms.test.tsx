import { MantineProvider, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Problem, Unreachable } from "../api/problem";
import { problemSentence, sortErrors, useSubmit } from "./forms";

const invalid = (errors: { pointer: string; detail: string }[]) =>
  new Problem(422, { type: "/problems/invalid", title: "Not well formed", errors });

test("errors go beside the fields they point to, list items included; the rest is said above", () => {
  const problem = invalid([
    { pointer: "/email", detail: "Not an address." },
    { pointer: "/categories/1/code", detail: "Too long." },
    { pointer: "/unknown", detail: "Not permitted." },
  ]);

  expect(sortErrors(problem, ["email", "categories"])).toEqual({
    beside: { email: "Not an address.", "categories.1.code": "Too long." },
    above: "Not permitted.",
  });
});

test("a problem without errors is said above the form", () => {
  const problem = new Problem(409, { title: "Conflict", detail: "There is a Brazil already." });
  expect(sortErrors(problem, ["name"])).toEqual({ beside: {}, above: "There is a Brazil already." });
});

test("a broken line and a failing server are said plainly", () => {
  expect(problemSentence(new Unreachable())).toMatch(/cannot be reached/);
  expect(problemSentence(new Problem(500, { title: "Internal" }))).toMatch(/Something went wrong/);
});

function NameForm({ send }: { send: (values: { name: string }) => Promise<unknown> }) {
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (value) => (value ? null : "Please type a name.") },
  });
  const { onSubmit, sending, problem } = useSubmit(form, send);
  return (
    <form onSubmit={onSubmit}>
      <TextInput label="Name" {...form.getInputProps("name")} />
      <p role="alert">{problem}</p>
      <button type="submit">{sending ? "Sending" : "Send"}</button>
    </form>
  );
}

function show(send: (values: { name: string }) => Promise<unknown>) {
  render(<NameForm send={send} />, { wrapper: MantineProvider });
  return screen.getByLabelText("Name");
}

test("nothing is sent while a field is wrong, and the keyboard goes to that field", () => {
  const send = vi.fn();
  const field = show(send);

  fireEvent.click(screen.getByRole("button"));

  expect(send).not.toHaveBeenCalled();
  expect(screen.getByText("Please type a name.")).toBeTruthy();
  expect(document.activeElement).toBe(field);
});

test("what the server has against a field is shown beside it", async () => {
  const field = show(() => Promise.reject(invalid([{ pointer: "/name", detail: "Taken." }])));

  fireEvent.change(field, { target: { value: "Brazil" } });
  fireEvent.click(screen.getByRole("button"));

  await waitFor(() => expect(screen.getByText("Taken.")).toBeTruthy());
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(field);
  expect(screen.getByRole("alert").textContent).toBe("");
});

test("a second press while sending sends nothing", async () => {
  let finish = () => {};
  const send = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const field = show(send);
  fireEvent.change(field, { target: { value: "Brazil" } });

  fireEvent.click(screen.getByRole("button"));
  await screen.findByText("Sending");
  fireEvent.click(screen.getByRole("button"));
  finish();

  await screen.findByText("Send");
  expect(send).toHaveBeenCalledTimes(1);
});
