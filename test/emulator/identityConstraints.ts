/** What the services take and give that say who somebody is, and that give credentials out. */

import { boolean, enumeration, integer, list, map, string, structure, timestamp } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const text = string();

const arn = string({ min: 20, max: 2048 });
const sessionName = string({ min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` });
const durationSeconds = integer({ min: 900, max: 43_200 });
const policy = string({ min: 1, max: 2048 });
const session = {
  Credentials: structure(
    {
      AccessKeyId: string({ min: 16, max: 128, pattern: String.raw`[\w]*` }),
      SecretAccessKey: text,
      SessionToken: text,
      Expiration: timestamp,
    },
    {},
  ),
  AssumedRoleUser: structure(
    { AssumedRoleId: string({ min: 2, max: 193, pattern: String.raw`[\w+=,.@:-]*` }), Arn: arn },
    {},
  ),
};
const roleErrors = [
  'MalformedPolicyDocumentException',
  'PackedPolicyTooLargeException',
  'RegionDisabledException',
  'ExpiredTokenException',
];

export const stsOperations = {
  GetCallerIdentity: {
    input: structure({}, {}),
    output: structure({}, { UserId: text, Account: text, Arn: arn }),
    errors: [],
  },
  AssumeRole: {
    input: structure(
      { RoleArn: arn, RoleSessionName: sessionName },
      {
        Policy: policy,
        DurationSeconds: durationSeconds,
        ExternalId: string({ min: 2, max: 1224, pattern: String.raw`[\w+=,.@:\/-]*` }),
        SerialNumber: string({ min: 9, max: 256, pattern: String.raw`[\w+=/:,.@-]*` }),
        TokenCode: string({ min: 6, max: 6, pattern: String.raw`[\d]*` }),
        SourceIdentity: sessionName,
      },
    ),
    output: structure({}, session),
    errors: roleErrors,
  },
  AssumeRoleWithWebIdentity: {
    input: structure(
      { RoleArn: arn, RoleSessionName: sessionName, WebIdentityToken: string({ min: 4, max: 20_000 }) },
      { ProviderId: string({ min: 4, max: 2048 }), Policy: policy, DurationSeconds: durationSeconds },
    ),
    output: structure(
      {},
      { ...session, SubjectFromWebIdentityToken: string({ min: 6, max: 255 }), Audience: text },
    ),
    errors: [
      ...roleErrors,
      'IDPRejectedClaimException',
      'IDPCommunicationErrorException',
      'InvalidIdentityTokenException',
    ],
    isUnsigned: true,
  },
} satisfies OperationTable;

const iamPage = {
  Marker: string({ min: 1, max: 320, pattern: String.raw`[\u0020-\u00FF]+` }),
  MaxItems: integer({ min: 1, max: 1000 }),
};

const role = structure(
  {
    Path: string({ min: 1, max: 512, pattern: String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)` }),
    RoleName: string({ min: 1, max: 64, pattern: String.raw`[\w+=,.@-]+` }),
    RoleId: string({ min: 16, max: 128, pattern: String.raw`[\w]+` }),
    Arn: arn,
    CreateDate: timestamp,
  },
  {
    AssumeRolePolicyDocument: string({
      min: 1,
      max: 131_072,
      pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
    }),
    Description: string({
      max: 1000,
      pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`,
    }),
    MaxSessionDuration: integer({ min: 3600, max: 43_200 }),
    PermissionsBoundary: structure(
      {},
      { PermissionsBoundaryType: enumeration('PermissionsBoundaryPolicy'), PermissionsBoundaryArn: arn },
    ),
    Tags: list(
      structure(
        {
          Key: string({ min: 1, max: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` }),
          Value: string({ min: 0, max: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` }),
        },
        {},
      ),
      { max: 50 },
    ),
    RoleLastUsed: structure({}, { LastUsedDate: timestamp, Region: text }),
    SourceRoleTemplate: structure({ TemplateArn: arn, TemplateMinorVersion: integer() }, {}),
  },
);

const document = string({ min: 1, max: 131_072, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` });
const decision = enumeration('allowed', 'explicitDeny', 'implicitDeny');
const resourceName = string({ min: 1, max: 2048 });
const contextKey = string({ min: 5, max: 256 });
const position = structure({}, { Line: integer(), Column: integer() });
const matchedStatement = structure(
  {},
  {
    SourcePolicyId: text,
    SourcePolicyType: enumeration('user', 'group', 'role', 'aws-managed', 'user-managed', 'resource', 'none'),
    StartPosition: position,
    EndPosition: position,
  },
);
const decisionDetails = {
  MatchedStatements: list(matchedStatement),
  MissingContextValues: list(contextKey),
  EvalDecisionDetails: map(string({ min: 3, max: 256 }), decision),
  PermissionsBoundaryDecisionDetail: structure({}, { AllowedByPermissionsBoundary: boolean }),
};
const evaluationResult = structure(
  { EvalActionName: string({ min: 3, max: 128 }), EvalDecision: decision },
  {
    EvalResourceName: resourceName,
    ...decisionDetails,
    OrganizationsDecisionDetail: structure({}, { AllowedByOrganizations: boolean }),
    ResourceSpecificResults: list(
      structure({ EvalResourceName: resourceName, EvalResourceDecision: decision }, decisionDetails),
    ),
  },
);

export const iamOperations = {
  ListAccountAliases: {
    input: structure({}, iamPage),
    output: structure(
      {
        AccountAliases: list(
          string({ min: 3, max: 63, pattern: '^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$' }),
        ),
      },
      { IsTruncated: boolean, Marker: text },
    ),
    errors: ['ServiceFailureException'],
  },
  GetRole: {
    input: structure({ RoleName: string({ min: 1, max: 64, pattern: String.raw`[\w+=,.@-]+` }) }, {}),
    output: structure({ Role: role }, {}),
    errors: ['NoSuchEntityException', 'ServiceFailureException'],
  },
  /** Without what nobody here asks for: policies that are given along, and values for conditions. */
  SimulatePrincipalPolicy: {
    input: structure(
      { PolicySourceArn: arn, ActionNames: list(string({ min: 3, max: 128 })) },
      {
        ResourceArns: list(resourceName),
        ResourcePolicy: document,
        ResourceOwner: resourceName,
        CallerArn: resourceName,
        ResourceHandlingOption: string({ min: 1, max: 64 }),
        ...iamPage,
      },
    ),
    output: structure({}, { EvaluationResults: list(evaluationResult), IsTruncated: boolean, Marker: text }),
    errors: ['NoSuchEntityException', 'InvalidInputException', 'PolicyEvaluationException'],
  },
  ListRoles: {
    input: structure(
      {},
      {
        PathPrefix: string({ min: 1, max: 512, pattern: String.raw`\u002F[\u0021-\u007F]*` }),
        ...iamPage,
      },
    ),
    output: structure({ Roles: list(role) }, { IsTruncated: boolean, Marker: text }),
    errors: ['ServiceFailureException'],
  },
} satisfies OperationTable;

export const ssoOperations = {
  GetRoleCredentials: {
    input: structure({ roleName: text, accountId: text, accessToken: text }, {}),
    output: structure(
      {},
      {
        roleCredentials: structure(
          {},
          { accessKeyId: text, secretAccessKey: text, sessionToken: text, expiration: integer() },
        ),
      },
    ),
    errors: [
      'InvalidRequestException',
      'UnauthorizedException',
      'TooManyRequestsException',
      'ResourceNotFoundException',
    ],
    isUnsigned: true,
  },
} satisfies OperationTable;

const client = { clientId: text, clientSecret: text };
const texts = list(text);

export const ssoOidcOperations = {
  RegisterClient: {
    input: structure(
      { clientName: text, clientType: text },
      {
        scopes: texts,
        redirectUris: texts,
        grantTypes: texts,
        issuerUrl: text,
        entitledApplicationArn: text,
      },
    ),
    output: structure(
      {},
      {
        ...client,
        clientIdIssuedAt: integer(),
        clientSecretExpiresAt: integer(),
        authorizationEndpoint: text,
        tokenEndpoint: text,
      },
    ),
    errors: [
      'InvalidRequestException',
      'InvalidScopeException',
      'InvalidClientMetadataException',
      'InternalServerException',
      'InvalidRedirectUriException',
      'UnsupportedGrantTypeException',
      'SlowDownException',
    ],
    isUnsigned: true,
  },
  StartDeviceAuthorization: {
    input: structure({ ...client, startUrl: text }, {}),
    output: structure(
      {},
      {
        deviceCode: text,
        userCode: text,
        verificationUri: text,
        verificationUriComplete: text,
        expiresIn: integer(),
        interval: integer(),
      },
    ),
    errors: [
      'InvalidRequestException',
      'InvalidClientException',
      'UnauthorizedClientException',
      'SlowDownException',
      'InternalServerException',
    ],
    isUnsigned: true,
  },
  CreateToken: {
    input: structure(
      { ...client, grantType: text },
      {
        deviceCode: text,
        code: text,
        refreshToken: text,
        scope: texts,
        redirectUri: text,
        codeVerifier: text,
      },
    ),
    output: structure(
      {},
      { accessToken: text, tokenType: text, expiresIn: integer(), refreshToken: text, idToken: text },
    ),
    errors: [
      'InvalidRequestException',
      'InvalidClientException',
      'InvalidGrantException',
      'UnauthorizedClientException',
      'UnsupportedGrantTypeException',
      'InvalidScopeException',
      'AuthorizationPendingException',
      'SlowDownException',
      'AccessDeniedException',
      'ExpiredTokenException',
      'InternalServerException',
    ],
    isUnsigned: true,
  },
  /** Not of the service's interface: the page that a person opens, here without any questions on it. */
  OpenDevicePage: {
    input: structure({}, { userCode: text }),
    output: structure({ page: text }, {}),
    errors: [],
    isUnsigned: true,
  },
} satisfies OperationTable;

export const signinOperations = {
  CreateOAuth2Token: {
    input: structure(
      { clientId: text, grantType: text, dpop: text },
      { code: text, redirectUri: text, codeVerifier: text, refreshToken: text },
    ),
    output: structure(
      {
        accessToken: structure({ accessKeyId: text, secretAccessKey: text, sessionToken: text }, {}),
        tokenType: text,
        expiresIn: integer(),
        refreshToken: text,
      },
      { idToken: text },
    ),
    errors: [
      'AccessDeniedException',
      'InternalServerException',
      'TooManyRequestsError',
      'ValidationException',
    ],
    isUnsigned: true,
  },
} satisfies OperationTable;

const keys = { AccessKeyId: text, SecretAccessKey: text, Token: text, Expiration: text };

export const containerOperations = {
  GetContainerCredentials: {
    input: structure({}, { authorizationToken: text }),
    output: structure({ ...keys, RoleArn: text }, {}),
    errors: ['NotFound', 'Unauthorized'],
    isUnsigned: true,
  },
} satisfies OperationTable;

const metadataToken = { token: text };

export const instanceMetadataOperations = {
  GetMetadataToken: {
    input: structure({}, { ttlSeconds: text }),
    output: structure({ token: text }, {}),
    errors: ['NotFound', 'BadRequest'],
    isUnsigned: true,
  },
  GetInstanceRole: {
    input: structure({}, metadataToken),
    output: structure({ roleName: text }, {}),
    errors: ['NotFound', 'Unauthorized'],
    isUnsigned: true,
  },
  GetInstanceCredentials: {
    input: structure({ roleName: text }, metadataToken),
    output: structure({ ...keys, Code: text, LastUpdated: text, Type: text }, {}),
    errors: ['NotFound', 'Unauthorized'],
    isUnsigned: true,
  },
} satisfies OperationTable;
