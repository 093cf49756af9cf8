import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { StackResource } from "../engine/stackResource";
import { toStruct } from "../wire/struct";
import { forAnalyzer } from "../wire/wireValue";

/** What a resource policy is shown: the inputs. */
export function analyzeRequest(resource: StackResource, provider: StackResource | undefined): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(toStruct(forAnalyzer(resource.inputs)));
  request.setOptions(optionsMessage(resource));
  request.setProvider(providerMessage(provider));
  return request;
}

/** What a stack policy is shown: the outputs, and where each value comes from. */
export function stackResourceMessage(
  resource: StackResource,
  provider: StackResource | undefined,
): AnalyzerResource {
  const message = new AnalyzerResource();
  message.setType(resource.type);
  message.setUrn(resource.urn);
  message.setName(resource.name);
  message.setProperties(toStruct(forAnalyzer(resource.outputs)));
  message.setOptions(optionsMessage(resource));
  message.setProvider(providerMessage(provider));
  message.setParent(resource.parent ?? "");
  message.setDependenciesList(resource.dependencies);
  for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(key, dependencies);
  }
  return message;
}

function optionsMessage({ options, parent }: StackResource): AnalyzerResourceOptions {
  const message = new AnalyzerResourceOptions();
  message.setProtect(options.protect);
  message.setIgnorechangesList(options.ignoreChanges);
  message.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
  message.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  message.setAdditionalsecretoutputsList(options.additionalSecretOutputs);
  message.setAliasesList(options.aliases);
  const timeouts = new AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(options.customTimeouts.create);
  timeouts.setUpdate(options.customTimeouts.update);
  timeouts.setDelete(options.customTimeouts.delete);
  message.setCustomtimeouts(timeouts);
  message.setParent(parent ?? "");
  return message;
}

function providerMessage(provider: StackResource | undefined): AnalyzerProviderResource | undefined {
  if (!provider) return undefined;
  const message = new AnalyzerProviderResource();
  message.setType(provider.type);
  message.setUrn(provider.urn);
  message.setName(provider.name);
  message.setProperties(toStruct(forAnalyzer(provider.inputs)));
  return message;
}
