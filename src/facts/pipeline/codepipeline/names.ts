/** `buildspec.yml`, `buildspec-prod.yml`, `prod.buildspec.yaml`, files in a folder of specifications. */
export const isBuildByName = (path: string): boolean => /(^|\/)[^/]*build-?spec[^/]*(\/[^/]+)?\.ya?ml$/i.test(path)

/** `deployspec-prod.yml`, `e2espec.yml`: what they hold decides. */
export const mayBeBuild = (path: string): boolean => /(^|\/)[^/]*(spec|codebuild)[^/]*\.ya?ml$/i.test(path)
