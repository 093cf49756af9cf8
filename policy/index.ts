import { PolicyPack } from "@pulumi/policy";
import { policies } from "./library";

new PolicyPack("segment-bigquery", { policies: policies() });
