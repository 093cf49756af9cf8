import type { StackResource } from "../engine/stackResource";
import type { StackConfig } from "../project/stackConfig";
import type { StackName } from "../project/stackName";
import type { WireObject } from "../wire/wireValue";
import type { Pack } from "./pack";
import type { PolicySetting } from "./policyConfig";
import type { Violation } from "./violation";

/** What a pack is told about the stack it judges. */
export interface Target {
  project: string;
  stack: StackName;
  config: StackConfig;
}

export type FindProvider = (resource: StackResource) => StackResource | undefined;

/** What a pack made of one resource's inputs. */
export interface Remediated {
  inputs: WireObject;
  applied: { policy: string; description: string }[];
  /** Remediations that could not run. */
  warnings: string[];
}

/** A policy pack at work, in a process of its own or in this one. */
export interface Judge {
  readonly pack: Pack;
  /** Whether a policy may change resources, so that registrations have to wait for it. */
  readonly remediates: boolean;
  /** Tells the pack the stack it judges, and sets each policy's level and configuration. */
  configure(target: Target, settingsOf: (pack: Pack) => Map<string, PolicySetting>): Promise<void>;
  /** Lets the pack change a resource's inputs. */
  remediate(resource: StackResource, provider: StackResource | undefined): Promise<Remediated>;
  /** Judges one resource by its inputs, before it would be created. */
  analyze(resource: StackResource, provider: StackResource | undefined): Promise<Violation[]>;
  /** Judges the whole stack by its outputs. */
  analyzeStack(resources: StackResource[], providerOf: FindProvider, root: string): Promise<Violation[]>;
  close(): void;
}
