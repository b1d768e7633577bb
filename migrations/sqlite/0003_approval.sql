-- +goose Up
create table message_versions (
  id text primary key not null,
  organization_id text not null references organizations (id),
  message_id text not null references messages (id),
  number integer not null,
  texts text not null check (json_valid(texts)),
  editors text not null check (json_valid(editors)),
  digest text not null check (length(digest) = 64),
  created_by text not null,
  created_at datetime not null,
  reviewed_by text,
  reviewed_at datetime,
  voided_at datetime,
  void_reason text not null,
  unique (message_id, number)
);
create table approval_rules (
  id text primary key not null,
  country text not null,
  message_type text not null,
  channel_class text not null,
  religious boolean not null,
  mode text not null check (mode in ('required_by_law', 'required_by_agreement', 'consultative', 'notify_only', 'independent_board', 'none')),
  authority text not null,
  authority_id text references organizations (id),
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
  id text primary key not null,
  organization_id text not null references organizations (id),
  campaign_id text not null references campaigns (id),
  message_id text not null references messages (id),
  version_id text not null references message_versions (id),
  country text not null,
  authority_id text not null references organizations (id),
  rule_id text not null references approval_rules (id),
  quorum integer not null,
  statement text not null check (json_valid(statement)),
  digest text not null check (length(digest) = 64),
  editors text not null check (json_valid(editors)),
  state text not null check (state in ('under_review', 'approved', 'approved_with_conditions', 'returned', 'refused', 'voided')),
  submitted_by text not null,
  submitted_at datetime not null,
  due_at datetime not null,
  decided_at datetime,
  valid_until datetime,
  void_reason text not null,
  version integer not null
);
create index submissions_message on submissions (message_id, country);
create index submissions_authority on submissions (authority_id, id);
create unique index submissions_one_open on submissions (version_id, country) where state <> 'voided';
create table decisions (
  id text primary key not null,
  organization_id text not null references organizations (id),
  submission_id text not null references submissions (id),
  user_id text not null references users (id),
  kind text not null check (kind in ('approve', 'approve_with_conditions', 'return', 'refuse')),
  digest text not null,
  ground text not null,
  legal_basis text not null,
  comment text not null,
  conditions text not null,
  created_at datetime not null,
  unique (submission_id, user_id, digest)
);
