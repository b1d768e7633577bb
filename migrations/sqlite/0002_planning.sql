-- +goose Up
create table audiences (
  id text primary key not null,
  organization_id text not null references organizations (id),
  segment_name text not null,
  countries text not null check (json_valid(countries)),
  admin_areas text not null check (json_valid(admin_areas)),
  settlement text not null,
  gender text not null,
  age_bands text not null check (json_valid(age_bands)),
  languages text not null check (json_valid(languages)),
  life_situations text not null check (json_valid(life_situations)),
  prevention_tier text not null,
  push_factors text not null check (json_valid(push_factors)),
  pull_factors text not null check (json_valid(pull_factors)),
  influences text not null check (json_valid(influences)),
  media_habits text not null,
  insight_evidence text not null,
  persona text not null,
  sizes text not null check (json_valid(sizes)),
  created_at datetime not null,
  updated_at datetime not null,
  archived_at datetime,
  version integer not null
);
create index audiences_organization on audiences (organization_id, id);
create table campaigns (
  id text primary key not null,
  organization_id text not null references organizations (id),
  title text not null,
  public_name text not null,
  goal text not null check (json_valid(goal)),
  theory_of_change text not null,
  pve_kind text not null,
  call_to_action text not null,
  dialogue_plan text not null,
  evaluation_design text not null,
  harm_review text not null check (json_valid(harm_review)),
  gender_analysis text not null,
  starts_on text not null,
  ends_on text not null,
  blackout_dates text not null check (json_valid(blackout_dates)),
  budget text not null check (json_valid(budget)),
  state_involvement text not null,
  funders text not null check (json_valid(funders)),
  disclosure text not null,
  primary_audience text,
  search_text text not null,
  demonstration boolean not null,
  created_by text not null,
  created_at datetime not null,
  updated_at datetime not null,
  archived_at datetime,
  version integer not null,
  check (starts_on <= ends_on)
);
create index campaigns_organization on campaigns (organization_id, id);
create table campaign_countries (
  id text primary key not null,
  campaign_id text not null references campaigns (id),
  country text not null,
  admin_areas text not null check (json_valid(admin_areas)),
  plan_measure text not null,
  state text not null check (state in ('draft', 'in_review', 'awaiting_approval', 'changes_requested', 'refused', 'approved', 'live', 'paused', 'closed', 'evaluated', 'archived')),
  version integer not null,
  unique (campaign_id, country)
);
create table adjustments (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  what text not null,
  why text not null,
  evidence text not null,
  made_by text not null,
  created_at datetime not null
);
create index adjustments_campaign on adjustments (campaign_id, id);
create table messengers (
  id text primary key not null,
  organization_id text not null references organizations (id),
  pseudonym text not null,
  type text not null,
  languages text not null check (json_valid(languages)),
  credibility text not null,
  credibility_source text not null,
  minor boolean not null,
  face_blur boolean not null,
  voice_change boolean not null,
  support_contact text not null,
  label_ends_on text not null,
  paid boolean not null,
  created_at datetime not null,
  updated_at datetime not null,
  archived_at datetime,
  version integer not null
);
create index messengers_organization on messengers (organization_id, id);
create table consents (
  id text primary key not null,
  organization_id text not null references organizations (id),
  messenger_id text not null references messengers (id),
  form_version text not null,
  language text not null,
  given_on text not null,
  platforms text not null check (json_valid(platforms)),
  countries text not null check (json_valid(countries)),
  face boolean not null,
  voice boolean not null,
  guardian boolean not null,
  witness text not null,
  expires_at datetime not null,
  withdrawn_at datetime,
  created_at datetime not null
);
create index consents_messenger on consents (messenger_id);
create table risk_assessments (
  id text primary key not null,
  organization_id text not null references organizations (id),
  messenger_id text not null references messengers (id),
  level text not null check (level in ('low', 'medium', 'high')),
  mitigations text not null,
  reviewers text not null check (json_valid(reviewers)),
  valid_until datetime not null,
  created_at datetime not null
);
create index risk_assessments_messenger on risk_assessments (messenger_id);
create table messages (
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  title text not null,
  type text not null check (type in ('counter_narrative', 'alternative_narrative', 'gov_strategic_comms')),
  approach text not null check (approach in ('positive', 'negative', 'mixed')),
  components text not null check (json_valid(components)),
  themes text not null check (json_valid(themes)),
  countered_narrative text not null,
  genre text not null,
  messenger_id text not null,
  audience_id text not null,
  source_language text not null,
  religious_content boolean not null,
  citations text not null check (json_valid(citations)),
  call_to_action text not null,
  author_id text not null,
  editors text not null check (json_valid(editors)),
  created_at datetime not null,
  updated_at datetime not null,
  archived_at datetime,
  version integer not null
);
create index messages_campaign on messages (campaign_id, id);
create table variants (
  id text primary key not null,
  organization_id text not null references organizations (id),
  message_id text not null references messages (id),
  language text not null,
  title text not null,
  body text not null,
  link text not null,
  hashtags text not null check (json_valid(hashtags)),
  back_translation text not null,
  translator_id text not null,
  reviewer_id text,
  reviewed_at datetime,
  created_at datetime not null,
  updated_at datetime not null,
  version integer not null,
  unique (message_id, language)
);
