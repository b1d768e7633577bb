-- +goose Up
create table message_versions (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  message_id uuid not null references messages,
  number integer not null,
  texts jsonb not null,
  editors jsonb not null,
  digest text not null check (length(digest) = 64),
  created_by uuid not null,
  created_at timestamptz not null,
  reviewed_by uuid,
  reviewed_at timestamptz,
  voided_at timestamptz,
  void_reason text not null,
  unique (message_id, number)
);
create table approval_rules (
  id uuid primary key not null,
  country text not null,
  message_type text not null,
  channel_class text not null,
  religious boolean not null,
  mode text not null check (mode in ('required_by_law', 'required_by_agreement', 'consultative', 'notify_only', 'independent_board', 'none')),
  authority text not null,
  authority_id uuid references organizations,
  quorum integer not null check (quorum >= 0),
  deadline_hours integer not null,
  validity_hours integer not null,
  source text not null,
  valid_from text not null,
  valid_to text not null,
  version integer not null
);
create index approval_rules_country on approval_rules (country);
create table submissions (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  campaign_id uuid not null references campaigns,
  message_id uuid not null references messages,
  version_id uuid not null references message_versions,
  country text not null,
  authority_id uuid not null references organizations,
  rule_id uuid not null references approval_rules,
  quorum integer not null,
  statement jsonb not null,
  digest text not null check (length(digest) = 64),
  editors jsonb not null,
  state text not null check (state in ('under_review', 'approved', 'approved_with_conditions', 'returned', 'refused', 'voided')),
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  valid_until timestamptz,
  void_reason text not null,
  version integer not null
);
create index submissions_message on submissions (message_id, country);
create index submissions_authority on submissions (authority_id, id);
create unique index submissions_one_open on submissions (version_id, country) where state <> 'voided';
create table decisions (
  id uuid primary key not null,
  organization_id uuid not null references organizations,
  submission_id uuid not null references submissions,
  user_id uuid not null references users,
  kind text not null check (kind in ('approve', 'approve_with_conditions', 'return', 'refuse')),
  digest text not null,
  ground text not null,
  legal_basis text not null,
  comment text not null,
  conditions text not null,
  created_at timestamptz not null,
  unique (submission_id, user_id, digest)
);
