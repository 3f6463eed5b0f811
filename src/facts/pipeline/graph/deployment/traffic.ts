import type { Act } from '../../model.ts'
import { slotOf, swapsSlots } from './slot.ts'

/*
 * Platforms that keep a new version beside the one that serves, and hand the traffic over by a command of its own: Cloud Run,
 * App Engine, Container Apps, slots of App Service, Knative, load balancers and aliases of AWS, Vercel.
 */

const movers =
  /^gcloud run services update-traffic\b|^gcloud app (services set-traffic|versions migrate)\b|^az containerapp ingress traffic set\b|^az webapp traffic-routing set\b|^aws (elbv2 modify-(listener|rule)|lambda update-alias|elasticbeanstalk swap-environment-cnames)\b|^vercel promote\b|^kn service update\b.* --traffic\b/

/** Whether an act hands traffic over to a version that runs already. */
export const movesTraffic = (act: Act): boolean =>
  swapsSlots(act) || movers.test(`${act.tool} ${act.words.join(' ')}`) || movers.test(act.words.join(' '))

const without = /^--(no-traffic|no-promote|skip-domain)$/

/** Whether an act says itself that what it deploys gets no traffic. */
export function getsNoTraffic(act: Act): boolean {
  if (act.words.some((word) => without.test(word))) return true
  // a slot beside the one that serves
  if (/^(?!production$)./i.test(slotOf(act) ?? '')) return true
  return Object.entries(act.inputs ?? {}).some(
    ([key, value]) =>
      (/^no[-_]traffic$/i.test(key) && value === 'true') || (/^promote$/i.test(key) && value === 'false'),
  )
}
