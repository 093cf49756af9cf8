import { PolicyPack } from "@pulumi/policy";
import { stackPolicies } from "./policies";

new PolicyPack("segment-bigquery", { policies: stackPolicies() });
