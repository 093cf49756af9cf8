import { createRequire } from "node:module";
import { Deadline } from "./deadline";
import type { LogMessage } from "./engine/engineService";
import { listenEarly } from "./engine/listen";
import type { StackResource } from "./engine/stackResource";
import { PreviewError, PreviewFailure } from "./failure";
import { withCompiledProgram } from "./hosts/compiledProgram";
import { checkPolicyPack, startPolicyPack } from "./hosts/policyHost";
import { startProgram } from "./hosts/programHost";
import { withoutOwnFrames } from "./inside/preload";
import { IncompleteList, type Incomplete } from "./incomplete";
import { readPolicyConfig } from "./policies/policyConfig";
import type { ConfiguredPack, LoadJudge, Remediation } from "./policies/judges";
import type { Violation } from "./policies/violation";
import { loadProject, type Project } from "./project/project";
import { loadStackConfig, refusedSettings, type StackConfig } from "./project/stackConfig";
import { chooseStack } from "./project/stackName";
import { readValues, type GivenValues } from "./project/values";
import { addSecretText, collectSecretTexts, redact } from "./secrets";
import type { Session } from "./session";
import type { WireObject } from "./wire/wireValue";

const load = createRequire(__filename);

/** A policy pack to judge with. */
export type PackSource = ({ directory: string } | { load: LoadJudge }) & {
  /** File of its configuration, of the form that `pulumi preview --policy-pack-config` takes, or the same in YAML. */
  configFile?: string;
};

/** What to preview, and what to judge it with. */
export interface OfflineOptions {
  directory: string;
  stack?: string;
  packs: readonly PackSource[];
  /** A compiled copy of the program, relative to the directory. */
  compiled?: string;
  timeoutSeconds: number;
  /** File of values that nobody can know offline. */
  valuesFile?: string;
  env: NodeJS.ProcessEnv;
}

/** What came of a preview. Texts are free of secrets, resources are not. */
export interface OfflinePreview {
  project: string;
  stack: string;
  packs: { name: string; version: string }[];
  /** By URN, in the order of registration, secrets in the clear. */
  resources: ReadonlyMap<string, StackResource>;
  violations: Violation[];
  remediations: Remediation[];
  /** What could not be seen. */
  incomplete: Incomplete[];
  /** Whether the program stopped for want of a value, so that only what it had registered was judged, one by one. */
  stopped: boolean;
  /** A file of values to fill in, for what could not be known. */
  valuesTemplate?: string;
  /** What the program said through the engine. */
  messages: LogMessage[];
  /** What the program printed. */
  output: string;
  /** What a policy was configured with; empty when no such pack judged. */
  settingsOf: (pack: string, policy: string) => WireObject;
  /** Removes the stack's secrets from whatever is made of the resources. */
  redact: <T>(value: T) => T;
}

/**
 * Runs a program and policy packs as `pulumi preview` does, with no engine, provider, account or network.
 *
 * @throws UsageError for directories and files that cannot be used, PreviewError when the program or a pack fails
 */
export async function offlinePreview(options: OfflineOptions): Promise<OfflinePreview> {
  const incomplete = new IncompleteList();
  const { project, newer } = programOf(options);
  const values = readValues(options.valuesFile);
  const stack = chooseStack(project, options.stack);
  const config = loadStackConfig(project, stack.stack, incomplete, values);
  const env = { ...options.env, ...config.variables };
  const packs = options.packs.map(readPack);
  const deadline = new Deadline(options.timeoutSeconds);
  const listener = await listenEarly();
  const hosts: { kill(): void }[] = [];
  let session: Session | undefined;
  try {
    // The program first: it takes the longest.
    const program = startProgram(project, stack, config, listener.address, env);
    hosts.push(program);
    const packHosts = packs.map((pack) => {
      if ("load" in pack) return pack;
      const host = startPolicyPack(pack.directory, project, stack, config, listener.address, env);
      hosts.push(host);
      return { ...pack, host };
    });
    // Loaded while the hosts start: it brings gRPC.
    const engine = load("./session") as typeof import("./session");
    const running = (session = new engine.Session({
      target: { project: project.name, stack, config },
      listener,
      program,
      programDirectory: project.programDirectory,
      packs: packHosts,
      deadline,
      incomplete,
      env,
      values,
    }));
    const { resources } = running.deployment;
    const clean = <T>(value: T): T => redact(value, secretsOf(config, values, resources.values()));
    const output = (): string =>
      clean(withoutOwnFrames([program.stdout(), program.stderr()].filter(Boolean).join("\n")));
    const result = await running.run().catch((error: unknown) => {
      if (!(error instanceof PreviewFailure)) throw error;
      if (config.problems.length > 0) return undefined;
      throw new PreviewError(
        clean(withoutOwnFrames([...running.errors, error.message].join("\n"))),
        output(),
      );
    });
    if (result === undefined || config.problems.length > 0)
      throw new PreviewError(clean(refusedSettings(stack.stack, config, running.errors)), "");
    const { violations, stopped, template } = result;
    return {
      project: project.name,
      stack: stack.stack,
      packs: running.judges.packs,
      resources,
      violations: clean(violations),
      remediations: clean(running.judges.remediations),
      incomplete: clean(incomplete.list(resources.values())),
      stopped,
      ...(template === undefined ? {} : { valuesTemplate: clean(template) }),
      messages: clean([...running.log, ...outOfDate(options.compiled, newer)]),
      output: output(),
      settingsOf: (pack, policy) => running.judges.settingsOf(pack, policy),
      redact: clean,
    };
  } finally {
    for (const host of hosts) host.kill();
    session?.close();
    listener.server.close();
    for (const socket of listener.early) socket.destroy();
  }
}

/** The program to run: the compiled copy, if there is one that is not out of date. */
function programOf({ directory, compiled }: OfflineOptions): { project: Project; newer?: string } {
  const project = loadProject(directory);
  return compiled === undefined ? { project } : withCompiledProgram(project, compiled);
}

function readPack<Source extends PackSource>(
  source: Source,
): Source & { settings: ConfiguredPack["settings"] } {
  const { configFile } = source;
  if ("directory" in source) checkPolicyPack(source.directory);
  return { ...source, settings: { file: configFile ?? "", content: readPolicyConfig(configFile) } };
}

function outOfDate(compiled: string | undefined, newer: string | undefined): LogMessage[] {
  if (newer === undefined) return [];
  const text = `${compiled ?? ""} is older than ${newer}, so the sources ran, which takes longer; build it again.`;
  return [{ severity: "info", text }];
}

/** Every confidential text that the preview has seen. */
function secretsOf(
  config: StackConfig,
  values: GivenValues,
  resources: Iterable<StackResource>,
): Set<string> {
  const secrets = new Set<string>();
  for (const key of config.secretKeys) addSecretText(config.values[key] ?? "", secrets);
  for (const text of config.secretVariables) addSecretText(text, secrets);
  for (const outputs of values.stackReferences.values()) collectSecretTexts(outputs, secrets);
  for (const { args = {}, result } of values.functions) {
    collectSecretTexts(args, secrets);
    collectSecretTexts(result, secrets);
  }
  for (const { inputs, outputs } of resources) {
    collectSecretTexts(inputs, secrets);
    collectSecretTexts(outputs, secrets);
  }
  return secrets;
}
