/* Commands to a cluster that change something beside the version that runs. */

/** Objects that only say how what runs is reached, kept or counted, unless they are told to point at something else. */
const around =
  /^(svc|services?|hpa|horizontalpodautoscalers?(\.autoscaling)?|pdb|poddisruptionbudgets?|ing|ingress(es)?|netpol|networkpolic(y|ies)|nodes?|no)(\/|$)/i

/** What a patch says that hands the traffic to another version: `{"spec":{"selector":{"color":"green"}}}`. */
const handsOver = /selector|backend|service(Name)?["']?\s*:|weight|canary/i

/** A variable that is set so that everything starts anew, as one with the time or the commit is. */
const startsAnew = /[$`]|date|time|sha|commit|build|version|tag|image|restart|redeploy|release/i

/**
 * Whether `kubectl patch` changes how what runs is reached (`{"spec":{"type":"LoadBalancer"}}`), or `kubectl set env` gives a
 * setting that is written there: no version is deployed by either.
 * @param tool as the table knows it
 * @param args the words after the program
 */
export function changesBeside(tool: string, args: readonly string[]): boolean {
  if (/^(kubectl|oc) patch$/.test(tool)) {
    const patch = args.flatMap(
      (word, i) =>
        /^(?:-p|--patch)(?:=(.*))?$/s.exec(word)?.[1] ?? (/^(-p|--patch)$/.test(args[i - 1] ?? '') ? word : []),
    )
    if (patch.length > 0 && patch.every((text) => /^\s*\{\s*\}\s*$/.test(text))) return true
    return patch.length > 0 && args.some((word) => around.test(word)) && !patch.some((text) => handsOver.test(text))
  }
  if (!/^(kubectl|oc) set$/.test(tool) || !args.includes('env')) return false
  const given = args.filter((word) => /^[A-Za-z_]\w*=/.test(word))
  return given.length > 0 && !given.some((word) => startsAnew.test(word))
}
