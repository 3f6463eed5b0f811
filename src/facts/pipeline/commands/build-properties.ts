import type { Kind } from '../../../config/vocabulary.ts'

/*
 * Properties by which a build also pushes its image or deploys it: Quarkus (quarkus.io/guides/container-image,
 * quarkus.io/guides/deploying-to-kubernetes) and Spring Boot (docs.spring.io, "Packaging OCI Images").
 */
const properties: readonly (readonly [RegExp, Kind])[] = [
  [/^-D?quarkus\.container-image\.push(=true)?$/, 'publish'],
  [/^-Dquarkus\.(kubernetes|openshift|knative)\.deploy(=true)?$/, 'deploy'],
  [/^-Dspring-boot\.build-image\.publish(=true)?$|^--publishImage$/, 'publish'],
]

/** What else a build by Maven or Gradle does, as its properties say. */
export function kindsOfProperties(tool: string, kinds: readonly Kind[], args: readonly string[]): readonly Kind[] {
  if (!/^(mvn|gradle) /.test(tool) || !kinds.includes('build')) return []
  return properties.flatMap(([pattern, kind]) => (args.some((arg) => pattern.test(arg)) ? [kind] : []))
}
