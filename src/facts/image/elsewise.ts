import { once } from '../once.ts'
import type { Act, Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { spots } from './builds.ts'

/*
 * Deployments that ship something else than an image: archives for functions and web applications, sites, droplets that
 * the platform makes itself. What builds a Dockerfile of its own accord (App Platform, Elastic Beanstalk, CDK), and a machine
 * on which anything may be started, are none of these.
 */
const tools = [
  /^(serverless|sls) deploy\b/,
  /^aws (s3 (sync|cp|mv)|lambda (update-function-code|create-function|update-alias|publish-version)|cloudfront)\b/,
  /^(netlify deploy|netlify|vercel( deploy)?|wrangler (deploy|publish|pages)|firebase deploy|surge|gh-pages|swa deploy)\b/,
  /^gcloud (functions|storage)\b|^gsutil\b|^func azure functionapp publish\b/,
  /^az (functionapp|webapp) deploy(ment)?\b|^az (storage|staticwebapp)\b/,
  /^cf (push|restage|restart|v3-push)\b/,
  /^(azure\/functions-action|azure\/static-web-apps-deploy|actions\/deploy-pages|peaceiris\/actions-gh-pages)/i,
  /^(netlify|nwtgck|amondnet|cloudflare|jakejarvis|jamesives|firebaseextended)\//i,
  /^(azure\/webapps-deploy|AzureFunctionApp|AzureWebApp|AzureStaticWebApp)(@|$)/i,
  // slugs of Heroku (an image only by `heroku.yml`, devcenter.heroku.com/articles/build-docker-images-heroku-yml)
  /^(heroku (builds:create|deploy:(jar|war))|mvn heroku:deploy)\b|^circleci\/heroku\/deploy[-_]via[-_]git$/,
  /^(akhileshns|atlassian)\/heroku-deploy(@|:|$)/i,
  /^atlassian\/(aws-s3-deploy|aws-lambda-deploy|azure-(functions|web-apps)-deploy|firebase-deploy|netlify-deploy)/,
]

/** `--image-uri`, `--docker-image`, `images:`: this one does name an image. */
const namesImage = /(^|[\s"',-])(docker-?)?images?(-?(uri|name))?\b|(^|\s)-o(\s|$)|ecr/i

/** What of infrastructure code and of a description of functions or applications runs an image, or builds one. */
const runsImages =
  /\b(ecr|image|image_uri|imageUri|image_identifier|containers?|container_definitions|package_type|docker\w*|kubernetes_\w+|helm_release)\b\s*["']?\s*[:={"\]]|_(ecs|eks|ecr|container|cloud_run|aks|batch|apprunner)_/i

/** A part of `serverless.yml` that stands in another file, and may name an image there. */
const goesOn = /^[ \t]*["']?(functions|provider|ecr)["']?\s*:\s*(-\s*)?["']?\$\{file\(/m

/**
 * Descriptions of what is deployed: infrastructure code, Serverless, Heroku's, Cloudflare's (`[[containers]]`:
 * developers.cloudflare.com/containers) and Cloud Foundry's (`docker: {image: …}`: docs.cloudfoundry.org, "App manifest").
 */
const asDescribed =
  /(^|\/)(serverless[\w.-]*\.(ya?ml|json|ts|js)|heroku\.ya?ml|wrangler[\w.-]*\.(toml|jsonc?)|(cf-?)?manifest[\w.-]*\.ya?ml)$|\.(tf|tf\.json|hcl)$/

/**
 * Whether all that is deployed from here is seen, and none of it is or runs an image: a Dockerfile that no pipeline builds is
 * then one for tests or local work. verdicts.md, "containers": "an image built here, or an own image deployed;
 * not-applicable".
 * @returns an object, so that it can be asked for once with others
 */
export const shippedElsewise = once(
  async (repository: Repository, workflows: readonly Workflow[]): Promise<{ readonly all: boolean }> => {
    const acts = spots(workflows).map(({ act }) => act)
    const deploying = acts.filter(({ kinds }) => kinds.includes('deploy'))
    const applying = acts.filter(({ kinds }) => kinds.includes('apply') && !kinds.includes('deploy'))
    const isOther =
      deploying.length > 0 &&
      deploying.every(hasNoImage) &&
      applying.every(({ tool }) => /^(terraform|tofu|terragrunt)\b/.test(tool))
    return { all: isOther && !(await describesImages(repository)) }
  },
)

const hasNoImage = ({ tool, words, inputs, hidden }: Act): boolean =>
  !hidden &&
  (pushesSource(tool, words) ||
    (tools.some((form) => form.test(tool.replace(/^npx /, ''))) && !namesImage.test(words.join(' ')))) &&
  !Object.keys(inputs ?? {}).some((name) => namesImage.test(name)) &&
  /^(false)?$/i.test(inputs?.usedocker ?? '')

/** `git push heroku main`, a push of pages: what is pushed is the source, whatever the application is called. */
const pushesSource = (tool: string, words: readonly string[]) =>
  tool === 'git push' && words.some((word) => /heroku|(^|:)gh-pages$/i.test(word))

/** Whether infrastructure code or a description of functions or applications runs an image, or cannot be read. */
export const describesImages = once(async (repository: Repository): Promise<boolean> => {
  for (const { path, area } of repository.files) {
    if (area !== 'main' || !asDescribed.test(path)) continue
    const text = await repository.text(path)
    if (!text || runsImages.test(text.content) || goesOn.test(text.content)) return true
  }
  return false
})
