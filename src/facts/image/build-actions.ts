import { inputValue } from '../pipeline/known/use.ts'
import type { Act } from '../pipeline/model.ts'
import { listOf, wordsOf } from './arguments.ts'
import { type Making, unknownMaking } from './making.ts'

/** How the inputs of an action that builds or pushes images are called. The first that is given counts. */
interface Inputs {
  /** whole references */
  readonly references?: readonly string[]
  /** names without tags, and the tags that each gets; `latest` where none is given */
  readonly names?: readonly string[]
  /** the name where none is given */
  readonly ownName?: string
  readonly tags?: readonly string[]
  /** the tag where none is given, if that is not `latest` */
  readonly otherwise?: string
  /** a tag that it gives each image besides */
  readonly always?: string
  readonly registry?: readonly string[]
  /** the registry is the account's of AWS, which `account_id` and `region` name */
  readonly ofAccount?: boolean
  /** what it takes where it only copies */
  readonly from?: readonly string[]
  /** an input that says whether it pushes; an action without pushes always */
  readonly push?: string | readonly string[]
  /** without the input it pushes */
  readonly pushes?: boolean
  readonly builds?: boolean
  /** the input without which it builds nothing */
  readonly sources?: string
  /** what stands before the name, and the input that is the folder */
  readonly prefix?: string
  readonly folder?: string
  /** it gives the build the commit by itself */
  readonly stamped?: boolean
}

/** CircleCI's orb and those like it (circleci.com/developer/orbs/orb/circleci/aws-ecr). */
const ecr: Inputs = { names: ['repo'], tags: ['tag', 'tags'], ofAccount: true }
const ecrPush = ['push_image', 'push-image']

/** The names of actions, by their beginnings in lower case; each action's own page names its inputs. */
const actions: readonly (readonly [RegExp, Inputs])[] = [
  // https://github.com/docker/build-push-action#inputs, and those made to stand in for it
  [/^(docker|depot|useblacksmith|warpbuilds|namespacelabs)\/build-push-action/, { references: ['tags'], push: 'push' }],
  [/kaniko/, { references: ['destination'], names: ['image'], tags: ['tag'], registry: ['registry'] }],
  // Tekton's tasks take the whole reference as IMAGE, the folder as CONTEXT (artifacthub.io/packages/tekton-task/tekton-catalog-tasks/buildah)
  [/^(buildah|buildkit|buildkit-daemonless|img)(-[\w-]+)?$/, { names: ['image'] }],
  [/^redhat-actions\/buildah-build/, { names: ['image'], tags: ['tags'], push: '' }],
  [/^redhat-actions\/push-to-registry/, { names: ['image'], tags: ['tags'], registry: ['registry'], builds: false }],
  [/^akhilerm\/tag-push-action/, { references: ['dst'], from: ['src'], builds: false }],
  [
    /^shrink\/actions-docker-registry-tag/,
    { names: ['repository'], tags: ['tags'], registry: ['registry'], builds: false },
  ],
  [
    /^mr-smithers-excellent\/docker-build-push/,
    { names: ['image'], tags: ['tags'], registry: ['registry'], push: 'pushImage', pushes: true },
  ],
  [/^elgohr\/publish-docker-github-action/, { names: ['name'], tags: ['tags'], registry: ['registry'] }],
  // learn.microsoft.com/azure/container-apps/github-actions: with sources it builds before it deploys
  [
    /^(azure\/container-apps-deploy-action|azurecontainerapps)/,
    { references: ['imageToBuild'], sources: 'appSourcePath' },
  ],
  [/^macbre\/push-to-ghcr/, { names: ['image_name'], tags: ['image_tag'], registry: ['repository'] }],
  [/^vaultvulp\/gp-docker-action/, { names: ['image-name'], tags: ['image-tag', 'additional-image-tags'] }],
  [/^whoan\/docker-build-with-cache-action/, { names: ['image_name'], tags: ['image_tag'], registry: ['registry'] }],
  [
    /^bcgov(-nr)?\/action-builder-ghcr/,
    { names: ['package'], tags: ['tags', 'tag'], prefix: 'ghcr.io/${{ github.repository }}', folder: 'package' },
  ],
  [/^circleci\/aws-ecr\/build[-_]and[-_]push[-_]image/, { ...ecr, push: ecrPush, pushes: true }],
  [/^circleci\/aws-ecr\/build[-_]image/, { ...ecr, push: ecrPush }],
  [/^circleci\/aws-ecr\/push[-_]image/, { ...ecr, builds: false }],
  [/(^|\/)aws-ecr-action$/, ecr],
  // circleci.com/developer/orbs/orb/circleci/docker
  [/^circleci\/docker(-publish)?\/publish/, { names: ['image'], tags: ['tag'], registry: ['registry'] }],
  [/^circleci\/docker\/build/, { names: ['image'], tags: ['tag'], registry: ['registry'], push: '' }],
  [/^circleci\/docker\/push/, { names: ['image'], tags: ['tag'], registry: ['registry'], builds: false }],
  // it makes its version itself, and a label holds the commit (github.com/ministryofjustice/hmpps-circleci-orb,
  // src/jobs/build_docker.yml, src/commands/create_app_version.yml)
  [
    /^ministryofjustice\/hmpps\/build_(multiplatform_)?docker/,
    {
      names: ['image_name'],
      ownName: 'quay.io/hmpps/${CIRCLE_PROJECT_REPONAME}',
      otherwise: '$(date +%Y-%m-%d).${CIRCLE_BUILD_NUM}.${CIRCLE_SHA1:0:7}',
      push: 'publish',
      pushes: true,
      stamped: true,
    },
  ],
  // the name is made of the team's registry and the repository's name, and the labels tell the commit
  // (github.com/nais/docker-build-push and nais/login, action.yml)
  [
    /^nais\/docker-build-push/,
    {
      ownName: 'europe-north1-docker.pkg.dev/${NAIS_PROJECT}/${TEAM}/${{ github.event.repository.name }}',
      tags: ['tag'],
      always: '$(date +%Y.%m.%d-%H.%M)-${GITHUB_SHA:0:7}',
      push: 'push_image',
      pushes: true,
      stamped: true,
    },
  ],
  // the name is made of the team's registry and an input (github.com/nais/platform-build-push-sign)
  [/^nais\/platform-build-push-sign/, {}],
  // a composite action that builds, scans and pushes; without `docker-sha` it takes the commit (github.com/DFE-Digital/github-actions)
  [
    /^dfe-digital\/github-actions\/build-docker-image/,
    { names: ['docker-repository'], tags: ['docker-sha'], otherwise: '${{ github.sha }}' },
  ],
  [/^paketo-buildpacks|^buildpacks\/github-actions\/.*build/, { references: ['image', 'tags'] }],
]

/**
 * What an action does to images.
 * @returns undefined for an action that is not known to make any
 */
export function buildsOfAction(act: Act): readonly Making[] | undefined {
  const given = act.inputs ?? {}
  const tool = act.tool.toLowerCase()
  const inputs = actions.find(([name]) => name.test(tool))?.[1]
  if (!inputs || (inputs.sources && inputValue(given, inputs.sources) === '')) return undefined
  const value = (names: readonly string[] | undefined) =>
    names?.map((name) => inputValue(given, name).trim()).find((text) => text !== '')
  const from = value(inputs.from)
  return [
    {
      ...unknownMaking,
      tags: referencesOf(inputs, value),
      pushes: inputs.builds === false || pushes(given, inputs),
      builds: inputs.builds !== false,
      context:
        value([
          'context',
          'path',
          'build_context',
          'docker_context',
          'directory',
          'dockerfile_dir',
          ...(inputs.sources ? [inputs.sources] : []),
          ...(inputs.folder ? [inputs.folder] : []),
        ]) ?? '',
      file: value(['file', 'dockerfile', 'dockerfile-path', 'dockerfiles', 'build_file', 'dockerfilePath']),
      target: value(['target']),
      ...(from !== undefined && { from }),
      ...(inputs.stamped && { stamped: true }),
    },
  ]
}

function referencesOf(inputs: Inputs, value: (names: readonly string[] | undefined) => string | undefined): string[] {
  const whole = inputs.references?.flatMap((name) => listOf(value([name]))) ?? []
  if (whole.length) return whole
  const registry = inputs.prefix ?? (inputs.ofAccount ? accountOf(value) : value(inputs.registry))
  const name = value(inputs.names) ?? inputs.ownName
  if (name !== undefined) {
    const given = value(inputs.tags)
    // Tekton's task for kaniko takes the whole reference by the same word
    if (given === undefined && /:[^/]+$/.test(name)) return [name]
    const full = registry && !name.startsWith(`${registry}/`) ? `${registry.replace(/\/$/, '')}/${name}` : name
    const tags = wordsOf([given ?? inputs.otherwise, inputs.always].filter(Boolean).join(' ') || 'latest')
    return tags.map((tag) => (/\/.*:/.test(tag) ? tag : `${full}:${tag}`))
  }
  // `outputs: type=image,name=…,push-by-digest=true`: tags are given later, if at all
  const outputs = value(['outputs']) ?? ''
  const named = /(?:^|,)name=("?)([^,"]+)\1/.exec(outputs)?.[2]
  const digest = outputs.includes('push-by-digest=true') ? '@${DIGEST}' : ''
  return named === undefined ? [] : listOf(named).map((one) => one + digest)
}

/** The registry of an account of AWS in a region; what is not named comes from variables that nothing here sets. */
function accountOf(value: (names: readonly string[]) => string | undefined): string {
  const whole = value(['account-url', 'account_url'])
  if (whole !== undefined) return `\${${whole}}`
  const account = value(['account_id', 'account-id', 'registry_id', 'registry-id']) ?? '${AWS_ACCOUNT_ID}'
  const region = value(['region']) ?? '${AWS_REGION}'
  return `${account}.dkr.ecr.${region}.amazonaws.com`
}

function pushes(given: Readonly<Record<string, string>>, inputs: Inputs): boolean {
  if (inputs.push === undefined) return true
  const text =
    [inputs.push]
      .flat()
      .map((name) => inputValue(given, name))
      .find((one) => one !== '') ?? ''
  if (text === '') return (inputs.pushes ?? false) || isPushed(inputValue(given, 'outputs'))
  // `push: ${{ … }}`: it may push, and for judging what is shipped that counts
  return text === 'true' || text.includes('${{') || isPushed(inputValue(given, 'outputs'))
}

/** `type=registry` and `push=true` of BuildKit's exporters (docs.docker.com/build/exporters); what may push counts. */
export function isPushed(output: string): boolean {
  return /type=registry|push=(true|\$\{\{)/.test(output)
}
