import { load } from "js-yaml";
import {
  listOf,
  objectOf,
  optional,
  recordOf,
  text,
} from "../../benchmarks/forms/form.ts";

/** A step of a composite action or of a job. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A composite action, as far as the tests read it. */
export interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** A job of a workflow. */
export interface Job {
  readonly if?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow, as far as the tests read it. */
export interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const STEPS = listOf(objectOf<Step>({
  name: optional(text),
  id: optional(text),
  if: optional(text),
  uses: optional(text),
  run: optional(text),
  env: optional(recordOf(text)),
}));

const ACTION = objectOf<CompositeAction>({
  inputs: recordOf(objectOf<{ default: string }>({ default: text })),
  outputs: recordOf(objectOf<{ value: string }>({ value: text })),
  runs: objectOf<CompositeAction["runs"]>({ using: text, steps: STEPS }),
});

const WORKFLOW = objectOf<Workflow>({
  permissions: recordOf(text),
  jobs: recordOf(objectOf<Job>({
    if: optional(text),
    permissions: recordOf(text),
    steps: STEPS,
  })),
});

/** Reads the file of a composite action; fails if it is none. */
export async function readAction(url: string): Promise<CompositeAction> {
  const value = await readYaml(url);
  if (isAction(value)) return value;
  throw new Error(`action${ACTION(value)}`);
}

/** Reads the file of a workflow; fails if it is none. */
export async function readWorkflow(url: string): Promise<Workflow> {
  const value = await readYaml(url);
  if (isWorkflow(value)) return value;
  throw new Error(`workflow${WORKFLOW(value)}`);
}

async function readYaml(url: string): Promise<unknown> {
  return load(await Deno.readTextFile(new URL(url)));
}

function isAction(value: unknown): value is CompositeAction {
  return ACTION(value) === undefined;
}

function isWorkflow(value: unknown): value is Workflow {
  return WORKFLOW(value) === undefined;
}
