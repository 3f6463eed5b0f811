import { collector } from '../collector.ts'

/** The pipelines and builds of AWS, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    'pipelines of CodePipeline and projects of CodeBuild that Terraform or CloudFormation makes, and build specifications',
  touches: [
    { path: /build-?spec[^/]*(\/[^/]+)?\.ya?ml$/i },
    { path: /(spec|codebuild)[^/]*\.ya?ml$/i, text: /^["']?phases["']?\s*:/m },
    { path: /\.(tf|tofu|tfvars|ya?ml|json|template)$/, text: /codepipeline|codebuild|CodePipeline|CodeBuild/ },
  ],
  async collect({ repository, settings }) {
    const [{ readCodePipelines }, finders] = await Promise.all([
      import('../pipeline/codepipeline/read.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readCodePipelines(repository, settings, finders) }
  },
})
