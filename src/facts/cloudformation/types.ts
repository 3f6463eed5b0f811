import type { Names } from '../infrastructure/named.ts'

/** How a type of resource is called by Terraform's provider, and what that calls otherwise. */
export interface Type {
  readonly type: string
  readonly names?: Names
}

const named = (type: string, name: string, names: Names = {}): Type => ({ type, names: { name, ...names } })

const statistic: Names = {
  metric_name: 'Metric.MetricName',
  namespace: 'Metric.Namespace',
  dimensions: { path: 'Metric.Dimensions', pairs: ['Name', 'Value'] },
}

const expiring: Names = { expiration: { path: '', names: { days: 'ExpirationInDays' } } }

const action: Names = { category: 'ActionTypeId.Category', provider: 'ActionTypeId.Provider' }

/**
 * The types that facts are made of (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference), under the names of
 * Terraform's provider (registry.terraform.io/providers/hashicorp/aws), so that one reader judges both.
 */
export const types: Readonly<Record<string, Type>> = {
  'AWS::CloudWatch::Alarm': {
    type: 'aws_cloudwatch_metric_alarm',
    names: {
      dimensions: { path: 'Dimensions', pairs: ['Name', 'Value'] },
      metric_query: { path: 'Metrics', names: { metric: { path: 'MetricStat', names: statistic } } },
    },
  },
  'AWS::CloudWatch::CompositeAlarm': { type: 'aws_cloudwatch_composite_alarm' },
  'AWS::SNS::Topic': named('aws_sns_topic', 'TopicName'),
  'AWS::SNS::Subscription': { type: 'aws_sns_topic_subscription' },
  'AWS::Chatbot::SlackChannelConfiguration': { type: 'aws_chatbot_slack_channel_configuration' },
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': { type: 'aws_chatbot_teams_channel_configuration' },
  'AWS::CloudWatch::Dashboard': { type: 'aws_cloudwatch_dashboard' },
  'AWS::Logs::LogGroup': named('aws_cloudwatch_log_group', 'LogGroupName'),
  'AWS::Logs::MetricFilter': {
    type: 'aws_cloudwatch_log_metric_filter',
    names: {
      pattern: 'FilterPattern',
      metric_transformation: {
        path: 'MetricTransformations',
        names: { name: 'MetricName', namespace: 'MetricNamespace' },
      },
    },
  },
  'AWS::Logs::SubscriptionFilter': { type: 'aws_cloudwatch_log_subscription_filter' },
  'AWS::Logs::AccountPolicy': { type: 'aws_cloudwatch_log_account_policy' },
  'AWS::CloudTrail::Trail': {
    type: 'aws_cloudtrail',
    names: { cloud_watch_logs_group_arn: 'CloudWatchLogsLogGroupArn', enable_logging: 'IsLogging' },
  },
  'AWS::EC2::FlowLog': { type: 'aws_flow_log' },
  'AWS::S3::Bucket': {
    type: 'aws_s3_bucket',
    names: { bucket: 'BucketName', lifecycle_rule: { path: 'LifecycleConfiguration.Rules', names: expiring } },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    type: 'aws_lb',
    names: {
      load_balancer_type: 'Type',
      access_logs: {
        path: '',
        names: {
          enabled: { path: 'LoadBalancerAttributes', pairs: ['Key', 'Value'], key: 'access_logs.s3.enabled' },
          bucket: { path: 'LoadBalancerAttributes', pairs: ['Key', 'Value'], key: 'access_logs.s3.bucket' },
        },
      },
    },
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    type: 'aws_elb',
    names: { access_logs: { path: 'AccessLoggingPolicy', names: { bucket: 'S3BucketName' } } },
  },
  'AWS::CloudFront::Distribution': {
    type: 'aws_cloudfront_distribution',
    names: { logging_config: 'DistributionConfig.Logging' },
  },
  'AWS::ApiGateway::Stage': { type: 'aws_api_gateway_stage', names: { access_log_settings: 'AccessLogSetting' } },
  'AWS::ApiGatewayV2::Stage': { type: 'aws_apigatewayv2_stage' },
  'AWS::Serverless::Api': { type: 'aws_api_gateway_stage', names: { access_log_settings: 'AccessLogSetting' } },
  'AWS::Serverless::HttpApi': { type: 'aws_apigatewayv2_stage' },
  'AWS::WAFv2::LoggingConfiguration': { type: 'aws_wafv2_web_acl_logging_configuration' },
  'AWS::CodeBuild::Project': {
    type: 'aws_codebuild_project',
    names: {
      name: 'Name',
      logs_config: 'LogsConfig',
      build_timeout: 'TimeoutInMinutes',
      environment: { path: 'Environment', names: { environment_variable: 'EnvironmentVariables' } },
      filter_group: 'Triggers.FilterGroups',
      webhook: 'Triggers.Webhook',
    },
  },
  'AWS::StepFunctions::StateMachine': { type: 'aws_sfn_state_machine' },
  'AWS::Events::Rule': named('aws_cloudwatch_event_rule', 'Name'),
  'AWS::CodeStarNotifications::NotificationRule': {
    type: 'aws_codestarnotifications_notification_rule',
    names: { target: 'Targets' },
  },
  'AWS::RDS::DBInstance': {
    type: 'aws_db_instance',
    names: {
      identifier: 'DBInstanceIdentifier',
      replicate_source_db: 'SourceDBInstanceIdentifier',
      backup_retention_period: { path: 'BackupRetentionPeriod', otherwise: 1 },
    },
  },
  'AWS::RDS::DBCluster': { type: 'aws_rds_cluster', names: { cluster_identifier: 'DBClusterIdentifier' } },
  'AWS::DocDB::DBCluster': { type: 'aws_docdb_cluster', names: { cluster_identifier: 'DBClusterIdentifier' } },
  'AWS::Neptune::DBCluster': { type: 'aws_neptune_cluster', names: { cluster_identifier: 'DBClusterIdentifier' } },
  'AWS::DynamoDB::Table': {
    type: 'aws_dynamodb_table',
    names: {
      name: 'TableName',
      point_in_time_recovery: {
        path: 'PointInTimeRecoverySpecification',
        names: { enabled: 'PointInTimeRecoveryEnabled' },
      },
    },
  },
  'AWS::DynamoDB::GlobalTable': {
    type: 'aws_dynamodb_table',
    names: {
      name: 'TableName',
      point_in_time_recovery: {
        path: 'Replicas',
        names: { enabled: 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled' },
      },
    },
  },
  'AWS::Serverless::SimpleTable': named('aws_dynamodb_table', 'TableName', {
    point_in_time_recovery: {
      path: 'PointInTimeRecoverySpecification',
      names: { enabled: 'PointInTimeRecoveryEnabled' },
    },
  }),
  'AWS::Cassandra::Table': {
    type: 'aws_keyspaces_table',
    names: { point_in_time_recovery: { path: '', names: { status: 'PointInTimeRecoveryEnabled' } } },
  },
  'AWS::ECS::Service': {
    type: 'aws_ecs_service',
    names: {
      name: 'ServiceName',
      deployment_circuit_breaker: 'DeploymentConfiguration.DeploymentCircuitBreaker',
      alarms: 'DeploymentConfiguration.Alarms',
      load_balancer: 'LoadBalancers',
      // a new service runs one task where no count is written; the provider of Terraform has none run
      desired_count: { path: 'DesiredCount', otherwise: 1 },
    },
  },
  'AWS::ECS::TaskDefinition': { type: 'aws_ecs_task_definition' },
  'AWS::ApplicationAutoScaling::ScalableTarget': { type: 'aws_appautoscaling_target' },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { type: 'aws_appautoscaling_policy' },
  'AWS::AutoScaling::ScalingPolicy': { type: 'aws_autoscaling_policy' },
  'AWS::CodeDeploy::DeploymentGroup': { type: 'aws_codedeploy_deployment_group' },
  'AWS::CodePipeline::Pipeline': {
    type: 'aws_codepipeline',
    names: {
      name: 'Name',
      trigger: 'Triggers',
      variable: 'Variables',
      stage: { path: 'Stages', names: { action: { path: 'Actions', names: action } } },
    },
  },
}
