import { mostAsked } from '../interest.ts'
import { flagIn, type Json, listIn, objectIn, textIn, textsIn } from '../json.ts'
import { Refusal, tell } from '../refusal.ts'
import {
  type CodeScanning,
  type ForgeDeployment,
  type ForgeRelease,
  mostDeployments,
  mostReleases,
  type TagRule,
  type Told,
} from '../settings.ts'
import type { ForgeTarget } from '../target.ts'
import { administrationRead, metadataRead } from './branches.ts'
import type { GitHub } from './client.ts'

/** Rulesets for tags, with those of the organisation (https://docs.github.com/rest/repos/rules). */
export function readTags(github: GitHub, target: ForgeTarget): Promise<Told<readonly TagRule[]>> {
  return tell(target, metadataRead, async () => {
    const route = `/repos/${target.repository}/rulesets`
    const { members } = await github.list(route, { targets: 'tag', includes_parents: true }, 200)
    const active = members.filter((one) => textIn(one, 'enforcement') === 'active' && textIn(one, 'target') === 'tag')
    if (active.length > mostAsked) throw new Refusal('failed', `there are more than ${mostAsked} rulesets for tags`)
    const whole = await Promise.all(
      active.map(({ id }) => github.get(`${route}/{id}`, { id: Number(id), includes_parents: true })),
    )
    return whole.map(tagRuleOf)
  })
}

function tagRuleOf(ruleset: Json): TagRule {
  const names = objectIn(objectIn(ruleset, 'conditions'), 'ref_name')
  const pattern = (ref: string) => (ref === '~ALL' ? '**' : ref.replace(/^refs\/tags\//, ''))
  return {
    tags: textsIn(names, 'include').map(pattern),
    except: textsIn(names, 'exclude').map(pattern),
    creation: listIn(ruleset, 'rules').some((rule) => textIn(rule, 'type') === 'creation'),
  }
}

/** CodeQL without a workflow (https://docs.github.com/rest/code-scanning/code-scanning). */
export function readCodeScanning(github: GitHub, target: ForgeTarget): Promise<Told<CodeScanning>> {
  return tell(target, administrationRead, async () => {
    const setup = await github.get(`/repos/${target.repository}/code-scanning/default-setup`)
    return { on: textIn(setup, 'state') === 'configured', languages: textsIn(setup, 'languages') }
  })
}

/** Releases that are published (https://docs.github.com/rest/releases/releases). */
export function readReleases(github: GitHub, target: ForgeTarget): Promise<Told<readonly ForgeRelease[]>> {
  return tell(target, 'Contents: read', async () => {
    const { members } = await github.list(`/repos/${target.repository}/releases`, {}, mostReleases)
    return members
      .filter((release) => !flagIn(release, 'draft'))
      .map((release) => ({
        tag: textIn(release, 'tag_name'),
        name: textIn(release, 'name'),
        notes: textIn(release, 'body'),
        date: textIn(release, 'published_at') || textIn(release, 'created_at'),
        prerelease: flagIn(release, 'prerelease') ?? false,
      }))
  })
}

/** The newest deployments, with what became of the newest of them (https://docs.github.com/rest/deployments). */
export function readDeployments(github: GitHub, target: ForgeTarget): Promise<Told<readonly ForgeDeployment[]>> {
  const needs = 'Deployments: read'
  return tell(target, needs, async () => {
    const route = `/repos/${target.repository}/deployments`
    const { members } = await github.list(route, {}, mostDeployments)
    const stateOf = async (one: Json, index: number): Promise<Told<string>> => {
      if (index >= mostAsked) return { untold: `only the newest ${mostAsked} deployments are asked for this` }
      return tell(target, needs, async () => {
        // the newest status comes first
        const { members } = await github.list(`${route}/{id}/statuses`, { id: Number(one.id) }, 1)
        return textIn(members[0], 'state')
      })
    }
    return Promise.all(
      members.map(async (one, index) => ({
        environment: textIn(one, 'environment'),
        commit: textIn(one, 'sha'),
        ref: textIn(one, 'ref'),
        date: textIn(one, 'created_at'),
        by: textIn(objectIn(one, 'creator'), 'login'),
        state: await stateOf(one, index),
      })),
    )
  })
}
