/** A name in camel case as Terraform writes it: `MetricAlarm`, `IAMMember`, `desiredCount`. */
export const plainWords = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()

/** What Terraform may call a block that Pulumi calls by its plural, as it is a list here: `metricQueries`, `criterias`. */
export function singulars(name: string): readonly string[] {
  if (name.endsWith('ies')) return [`${name.slice(0, -3)}y`, name.slice(0, -1)]
  if (name.endsWith('sses') || name.endsWith('xes')) return [name.slice(0, -2)]
  return name.endsWith('s') && !name.endsWith('ss') ? [name.slice(0, -1)] : []
}
