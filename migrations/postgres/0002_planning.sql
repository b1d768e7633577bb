-- +goose Up
create table audiences (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  segment_name text not null,
  countries jsonb not null,
  admin_areas jsonb not null,
  settlement text not null,
  gender text not null,
  age_bands jsonb not null,
  languages jsonb not null,
  life_situations jsonb not null,
  prevention_tier text not null,
  push_factors jsonb not null,
  pull_factors jsonb not null,
  influences jsonb not null,
  media_habits text not null,
  insight_evidence text not null,
  persona text not null,
  sizes jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  version integer not null
);
create index audiences_organization on audiences (organization_id, id);
create table campaigns (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  title text not null,
  public_name text not null,
  goal jsonb not null,
  theory_of_change text not null,
  pve_kind text not null,
  call_to_action text not null,
  dialogue_plan text not null,
  evaluation_design text not null,
  harm_review jsonb not null,
  gender_analysis text not null,
  starts_on text not null,
  ends_on text not null,
  blackout_dates jsonb not null,
  budget jsonb not null,
  state_involvement text not null,
  funders jsonb not null,
  disclosure text not null,
  primary_audience uuid,
  search_text text not null,
  demonstration boolean not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  version integer not null,
  check (starts_on <= ends_on)
);
create index campaigns_organization on campaigns (organization_id, id);
create table campaign_countries (
  id uuid primary key not null,
  campaign_id uuid not null references campaigns,
  country text not null,
  admin_areas jsonb not null,
  plan_measure text not null,
  state text not null check (state in ('draft', 'in_review', 'awaiting_approval', 'changes_requested', 'refused', 'approved', 'live', 'paused', 'closed', 'evaluated', 'archived')),
  version integer not null,
  unique (campaign_id, country)
);
create table adjustments (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  what text not null,
  why text not null,
  evidence text not null,
  made_by uuid not null,
  created_at timestamptz not null
);
create index adjustments_campaign on adjustments (campaign_id, id);
create table messengers (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  pseudonym text not null,
  type text not null,
  languages jsonb not null,
  credibility text not null,
  credibility_source text not null,
  minor boolean not null,
  face_blur boolean not null,
  voice_change boolean not null,
  support_contact text not null,
  label_ends_on text not null,
  paid boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  version integer not null
);
create index messengers_organization on messengers (organization_id, id);
create table consents (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  messenger_id uuid not null references messengers,
  form_version text not null,
  language text not null,
  given_on text not null,
  platforms jsonb not null,
  countries jsonb not null,
  face boolean not null,
  voice boolean not null,
  guardian boolean not null,
  witness text not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  created_at timestamptz not null
);
create index consents_messenger on consents (messenger_id);
create table risk_assessments (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  messenger_id uuid not null references messengers,
  level text not null check (level in ('low', 'medium', 'high')),
  mitigations text not null,
  reviewers jsonb not null,
  valid_until timestamptz not null,
  created_at timestamptz not null
);
create index risk_assessments_messenger on risk_assessments (messenger_id);
create table messages (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  title text not null,
  type text not null check (type in ('counter_narrative', 'alternative_narrative', 'gov_strategic_comms')),
  approach text not null check (approach in ('positive', 'negative', 'mixed')),
  components jsonb not null,
  themes jsonb not null,
  countered_narrative text not null,
  genre text not null,
  messenger_id uuid not null,
  audience_id uuid not null,
  source_language text not null,
  religious_content boolean not null,
  citations jsonb not null,
  call_to_action text not null,
  author_id uuid not null,
  editors jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  version integer not null
);
create index messages_campaign on messages (campaign_id, id);
create table variants (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  message_id uuid not null references messages,
  language text not null,
  title text not null,
  body text not null,
  link text not null,
  hashtags jsonb not null,
  back_translation text not null,
  translator_id uuid not null,
  reviewer_id uuid,
  reviewed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null,
  unique (message_id, language)
);
