/** Seconds of the units in which configurations write durations; a year as Prometheus counts it. */
export const secondsOfUnit: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
}
