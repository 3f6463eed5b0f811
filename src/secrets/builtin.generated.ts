// Made by npm run generate from src/secrets/detectors/; do not edit.
import type { PackedDetector } from './detector.ts'

export const builtin: readonly PackedDetector[] = [
  {"id":"aws-access-key","title":"AWS access key id","vendor":"Amazon Web Services","keywords":["akia","asia"],"pattern":"A(?:KIA|SIA)[A-Z2-7]{16}","entropy":3,"allow":["EXAMPLE$"],"severity":"warning","revoke":"Make the key inactive in IAM, then delete it (aws iam delete-access-key); CloudTrail tells what it was used for. The id alone opens nothing: look for the secret access key beside it.","longest":20},
  {"id":"github-personal-token","title":"GitHub personal access token (classic)","vendor":"GitHub","keywords":["ghp_"],"pattern":"ghp_[A-Za-z0-9]{36}","check":"github","severity":"error","revoke":"Delete the token on github.com under Settings, Developer settings, Personal access tokens; read the security log for what it was used for, and make a new one with fewer scopes and an end.","longest":40},
  {"id":"slack-webhook","title":"Slack incoming webhook","vendor":"Slack","keywords":["hooks.slack.com"],"pattern":"hooks\\.slack\\.com/services/(?<secret>T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24})","allow":["X{20}","^T0{8}"],"severity":"error","revoke":"Remove the webhook in the settings of its Slack app (api.slack.com/apps, Incoming Webhooks) and add a new one.","longest":77},
]
