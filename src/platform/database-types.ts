// Written by `npm run types` from supabase/migrations. Not edited by hand.
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "appeals": {
                  Row: {
                    "answer": string | null,"asked_at": string,"claim_id": string | null,"decided_at": string | null,"due_on": string,"id": string,"organisation_id": string,"outcome_id": string | null,"panel_quorum": number,"upheld": boolean | null,"voucher_id": string | null,"wish": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answer"?: string | null,"asked_at"?: string,"claim_id"?: string | null,"decided_at"?: string | null,"due_on"?: string,"id": string,"organisation_id": string,"outcome_id"?: string | null,"panel_quorum"?: number,"upheld"?: boolean | null,"voucher_id"?: string | null,"wish": string,"worker_id": string
                  }
                  Update: {
                    "answer"?: string | null,"asked_at"?: string,"claim_id"?: string | null,"decided_at"?: string | null,"due_on"?: string,"id"?: string,"organisation_id"?: string,"outcome_id"?: string | null,"panel_quorum"?: number,"upheld"?: boolean | null,"voucher_id"?: string | null,"wish"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "appeals_claim"
      columns: ["worker_id","claim_id"]
isOneToOne: true
      referencedRelation: "claims"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "appeals_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "appeals_outcome"
      columns: ["worker_id","outcome_id"]
isOneToOne: true
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "appeals_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"audit_entries": {
                  Row: {
                    "action": string,"actor_id": string | null,"at": string,"facts": NonNullable<Json>,"id": string,"organisation_id": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor_id"?: string | null,"at"?: string,"facts"?: NonNullable<Json>,"id"?: string,"organisation_id"?: string | null,"worker_id": string
                  }
                  Update: {
                    "action"?: string,"actor_id"?: string | null,"at"?: string,"facts"?: NonNullable<Json>,"id"?: string,"organisation_id"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "audit_entries_actor_id_fkey"
      columns: ["actor_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "audit_entries_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "audit_entries_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"certificate_templates": {
                  Row: {
                    "heading": string,"kind": Database["public"]['Enums']["certificate_kind"],"organisation_id": string,"signer": string,"wording": string
                  }
                  ComputedFields: never
                  Insert: {
                    "heading": string,"kind": Database["public"]['Enums']["certificate_kind"],"organisation_id": string,"signer": string,"wording": string
                  }
                  Update: {
                    "heading"?: string,"kind"?: Database["public"]['Enums']["certificate_kind"],"organisation_id"?: string,"signer"?: string,"wording"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "certificate_templates_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"certificates": {
                  Row: {
                    "organisation_id": string | null,"outcome_id": string,"share_id": string,"template": Json | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "organisation_id"?: string | null,"outcome_id": string,"share_id": string,"template"?: Json | null,"worker_id": string
                  }
                  Update: {
                    "organisation_id"?: string | null,"outcome_id"?: string,"share_id"?: string,"template"?: Json | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "certificates_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "certificates_outcome"
      columns: ["worker_id","outcome_id"]
isOneToOne: false
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "certificates_share"
      columns: ["worker_id","share_id"]
isOneToOne: true
      referencedRelation: "shares"
      referencedColumns: ["worker_id","id"]
    }
                  ]
                },"claim_decisions": {
                  Row: {
                    "claim_id": string,"decided_at": string,"decided_by": string,"reason": string | null,"verdict": Database["public"]['Enums']["claim_verdict"],"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "claim_id": string,"decided_at"?: string,"decided_by": string,"reason"?: string | null,"verdict": Database["public"]['Enums']["claim_verdict"],"worker_id": string
                  }
                  Update: {
                    "claim_id"?: string,"decided_at"?: string,"decided_by"?: string,"reason"?: string | null,"verdict"?: Database["public"]['Enums']["claim_verdict"],"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "claim_decisions_claim"
      columns: ["worker_id","claim_id"]
isOneToOne: true
      referencedRelation: "claims"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "claim_decisions_decided_by_fkey"
      columns: ["decided_by"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"claims": {
                  Row: {
                    "achieved_on": string,"claimed_at": string,"corrects": string | null,"facts": NonNullable<Json>,"files": NonNullable<Json>,"id": string,"issuer": string,"kind": string,"organisation_id": string,"title": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "achieved_on": string,"claimed_at"?: string,"corrects"?: string | null,"facts"?: NonNullable<Json>,"files"?: NonNullable<Json>,"id": string,"issuer": string,"kind": string,"organisation_id": string,"title": string,"worker_id": string
                  }
                  Update: {
                    "achieved_on"?: string,"claimed_at"?: string,"corrects"?: string | null,"facts"?: NonNullable<Json>,"files"?: NonNullable<Json>,"id"?: string,"issuer"?: string,"kind"?: string,"organisation_id"?: string,"title"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "claims_corrects"
      columns: ["worker_id","corrects"]
isOneToOne: false
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "claims_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "claims_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"classroom_sessions": {
                  Row: {
                    "cancelled_at": string | null,"closed_at": string | null,"course_id": string,"created_by": string,"ended_at": string | null,"ends_at": string,"id": string,"last_number": number,"lesson": string,"open_to": string,"opened_at": string | null,"organisation_id": string,"place": string,"seated": number,"seats": number,"second_proof": string,"starts_at": string,"teacher": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "cancelled_at"?: string | null,"closed_at"?: string | null,"course_id": string,"created_by": string,"ended_at"?: string | null,"ends_at": string,"id": string,"last_number"?: number,"lesson": string,"open_to": string,"opened_at"?: string | null,"organisation_id": string,"place": string,"seated"?: number,"seats": number,"second_proof"?: string,"starts_at": string,"teacher"?: string | null
                  }
                  Update: {
                    "cancelled_at"?: string | null,"closed_at"?: string | null,"course_id"?: string,"created_by"?: string,"ended_at"?: string | null,"ends_at"?: string,"id"?: string,"last_number"?: number,"lesson"?: string,"open_to"?: string,"opened_at"?: string | null,"organisation_id"?: string,"place"?: string,"seated"?: number,"seats"?: number,"second_proof"?: string,"starts_at"?: string,"teacher"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "classroom_sessions_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "classroom_sessions_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "classroom_sessions_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"classroom_signups": {
                  Row: {
                    "arrived_at": string | null,"confirmed_at": string | null,"confirmed_by": string | null,"enrolment_id": string,"left_at": string | null,"number": number,"session_id": string,"shown_by": string | null,"signed_at": string,"state": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "arrived_at"?: string | null,"confirmed_at"?: string | null,"confirmed_by"?: string | null,"enrolment_id": string,"left_at"?: string | null,"number": number,"session_id": string,"shown_by"?: string | null,"signed_at"?: string,"state": string,"worker_id": string
                  }
                  Update: {
                    "arrived_at"?: string | null,"confirmed_at"?: string | null,"confirmed_by"?: string | null,"enrolment_id"?: string,"left_at"?: string | null,"number"?: number,"session_id"?: string,"shown_by"?: string | null,"signed_at"?: string,"state"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "classroom_signups_enrolment"
      columns: ["worker_id","enrolment_id"]
isOneToOne: false
      referencedRelation: "enrolments"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "classroom_signups_session_id_fkey"
      columns: ["session_id"]
isOneToOne: false
      referencedRelation: "classroom_sessions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "classroom_signups_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"course_facets": {
                  Row: {
                    "code": string,"facet": string,"name": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"facet": string,"name": NonNullable<Json>
                  }
                  Update: {
                    "code"?: string,"facet"?: string,"name"?: NonNullable<Json>
                  }
                  Relationships: [
                    
                  ]
                },"course_ratings": {
                  Row: {
                    "course_id": string,"rated_at": string,"stars": number,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "course_id": string,"rated_at"?: string,"stars": number,"worker_id": string
                  }
                  Update: {
                    "course_id"?: string,"rated_at"?: string,"stars"?: number,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "course_ratings_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "course_ratings_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"course_tallies": {
                  Row: {
                    "course_id": string,"ratings": number,"stars": number
                  }
                  ComputedFields: never
                  Insert: {
                    "course_id": string,"ratings"?: number,"stars"?: number
                  }
                  Update: {
                    "course_id"?: string,"ratings"?: number,"stars"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "course_tallies_course_id_fkey"
      columns: ["course_id"]
isOneToOne: true
      referencedRelation: "courses"
      referencedColumns: ["id"]
    }
                  ]
                },"course_versions": {
                  Row: {
                    "checks": (string)[],"content": NonNullable<Json>,"course_id": string,"coverage_pct": number,"digest": string,"hours_min": number,"published_at": string,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "checks": (string)[],"content": NonNullable<Json>,"course_id": string,"coverage_pct": number,"digest": string,"hours_min": number,"published_at"?: string,"version": number
                  }
                  Update: {
                    "checks"?: (string)[],"content"?: NonNullable<Json>,"course_id"?: string,"coverage_pct"?: number,"digest"?: string,"hours_min"?: number,"published_at"?: string,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "course_versions_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    }
                  ]
                },"courses": {
                  Row: {
                    "audiences": (string)[],"category": string,"hours_min": number,"id": string,"kind": Database["public"]['Enums']["course_kind"],"level": string,"listing": NonNullable<Json>,"provider": string,"published_at": string,"search": unknown,"slug": string,"trade": string | null,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "audiences": (string)[],"category": string,"hours_min": number,"id"?: string,"kind": Database["public"]['Enums']["course_kind"],"level": string,"listing": NonNullable<Json>,"provider": string,"published_at"?: string,"search": unknown,"slug": string,"trade"?: string | null,"version": number
                  }
                  Update: {
                    "audiences"?: (string)[],"category"?: string,"hours_min"?: number,"id"?: string,"kind"?: Database["public"]['Enums']["course_kind"],"level"?: string,"listing"?: NonNullable<Json>,"provider"?: string,"published_at"?: string,"search"?: unknown,"slug"?: string,"trade"?: string | null,"version"?: number
                  }
                  Relationships: [
                    
                  ]
                },"credit_assessments": {
                  Row: {
                    "answer_days": number,"appeal_until": string,"assessed_at": string,"decided_on": string,"granted": Json | null,"organisation_id": string,"outcome_id": string,"panel_quorum": number,"report": NonNullable<Json>,"rule_set": string,"rule_version": string,"seen_lines": NonNullable<Json>,"told": NonNullable<Json>,"voucher_id": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answer_days": number,"appeal_until": string,"assessed_at"?: string,"decided_on": string,"granted"?: Json | null,"organisation_id": string,"outcome_id": string,"panel_quorum": number,"report": NonNullable<Json>,"rule_set": string,"rule_version": string,"seen_lines": NonNullable<Json>,"told": NonNullable<Json>,"voucher_id"?: string | null,"worker_id": string
                  }
                  Update: {
                    "answer_days"?: number,"appeal_until"?: string,"assessed_at"?: string,"decided_on"?: string,"granted"?: Json | null,"organisation_id"?: string,"outcome_id"?: string,"panel_quorum"?: number,"report"?: NonNullable<Json>,"rule_set"?: string,"rule_version"?: string,"seen_lines"?: NonNullable<Json>,"told"?: NonNullable<Json>,"voucher_id"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "credit_assessments_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "credit_assessments_outcome"
      columns: ["worker_id","outcome_id"]
isOneToOne: true
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "credit_assessments_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"credit_units": {
                  Row: {
                    "id": string,"name_en": string,"name_zh": string,"scale": number
                  }
                  ComputedFields: never
                  Insert: {
                    "id": string,"name_en": string,"name_zh": string,"scale": number
                  }
                  Update: {
                    "id"?: string,"name_en"?: string,"name_zh"?: string,"scale"?: number
                  }
                  Relationships: [
                    
                  ]
                },"enrolments": {
                  Row: {
                    "began_at": string,"completed_at": string | null,"course_id": string,"ended_at": string | null,"id": string,"sponsor_id": string | null,"valid_until": string | null,"version": number,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "began_at"?: string,"completed_at"?: string | null,"course_id": string,"ended_at"?: string | null,"id"?: string,"sponsor_id"?: string | null,"valid_until"?: string | null,"version": number,"worker_id": string
                  }
                  Update: {
                    "began_at"?: string,"completed_at"?: string | null,"course_id"?: string,"ended_at"?: string | null,"id"?: string,"sponsor_id"?: string | null,"valid_until"?: string | null,"version"?: number,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "enrolments_sponsor_id_fkey"
      columns: ["sponsor_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "enrolments_version"
      columns: ["course_id","version"]
isOneToOne: false
      referencedRelation: "course_versions"
      referencedColumns: ["course_id","version"]
    },{
      foreignKeyName: "enrolments_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"hour_reviews": {
                  Row: {
                    "answer": string | null,"appealed_at": string | null,"course_id": string,"decided_at": string | null,"enrolment_id": string,"granted": boolean | null,"hours_min": number,"id": string,"opened_at": string,"reasons": NonNullable<Json>,"version": number,"wish": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answer"?: string | null,"appealed_at"?: string | null,"course_id": string,"decided_at"?: string | null,"enrolment_id": string,"granted"?: boolean | null,"hours_min": number,"id"?: string,"opened_at"?: string,"reasons": NonNullable<Json>,"version": number,"wish"?: string | null,"worker_id": string
                  }
                  Update: {
                    "answer"?: string | null,"appealed_at"?: string | null,"course_id"?: string,"decided_at"?: string | null,"enrolment_id"?: string,"granted"?: boolean | null,"hours_min"?: number,"id"?: string,"opened_at"?: string,"reasons"?: NonNullable<Json>,"version"?: number,"wish"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "hour_reviews_enrolment"
      columns: ["worker_id","enrolment_id"]
isOneToOne: true
      referencedRelation: "enrolments"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "hour_reviews_version"
      columns: ["course_id","version"]
isOneToOne: false
      referencedRelation: "course_versions"
      referencedColumns: ["course_id","version"]
    },{
      foreignKeyName: "hour_reviews_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"lesson_posts": {
                  Row: {
                    "asker_id": string | null,"body": string,"by_teacher": boolean,"course_id": string,"id": string,"lesson": string,"question_id": string | null,"reason": string | null,"reports": number,"verdict": string | null,"worker_id": string,"written_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "asker_id"?: string | null,"body": string,"by_teacher": boolean,"course_id": string,"id": string,"lesson": string,"question_id"?: string | null,"reason"?: string | null,"reports"?: number,"verdict"?: string | null,"worker_id": string,"written_at"?: string
                  }
                  Update: {
                    "asker_id"?: string | null,"body"?: string,"by_teacher"?: boolean,"course_id"?: string,"id"?: string,"lesson"?: string,"question_id"?: string | null,"reason"?: string | null,"reports"?: number,"verdict"?: string | null,"worker_id"?: string,"written_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "lesson_posts_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "lesson_posts_question"
      columns: ["asker_id","question_id"]
isOneToOne: false
      referencedRelation: "lesson_posts"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "lesson_posts_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"lessons": {
                  Row: {
                    "content": NonNullable<Json>,"course_id": string,"extent": number,"floor_ms": number,"flows": boolean,"kind": string,"pace": number | null,"position": number,"slug": string,"study_min": number,"title": NonNullable<Json>,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "content": NonNullable<Json>,"course_id": string,"extent": number,"floor_ms": number,"flows": boolean,"kind": string,"pace"?: number | null,"position": number,"slug": string,"study_min": number,"title": NonNullable<Json>,"version": number
                  }
                  Update: {
                    "content"?: NonNullable<Json>,"course_id"?: string,"extent"?: number,"floor_ms"?: number,"flows"?: boolean,"kind"?: string,"pace"?: number | null,"position"?: number,"slug"?: string,"study_min"?: number,"title"?: NonNullable<Json>,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "lessons_version"
      columns: ["course_id","version"]
isOneToOne: false
      referencedRelation: "course_versions"
      referencedColumns: ["course_id","version"]
    }
                  ]
                },"memberships": {
                  Row: {
                    "given_by": string | null,"id": string,"organisation_id": string,"role": Database["public"]['Enums']["membership_role"],"valid_from": string,"valid_until": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "given_by"?: string | null,"id"?: string,"organisation_id": string,"role": Database["public"]['Enums']["membership_role"],"valid_from"?: string,"valid_until"?: string | null,"worker_id": string
                  }
                  Update: {
                    "given_by"?: string | null,"id"?: string,"organisation_id"?: string,"role"?: Database["public"]['Enums']["membership_role"],"valid_from"?: string,"valid_until"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "memberships_given_by_fkey"
      columns: ["given_by"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "memberships_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "memberships_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"menu_dishes": {
                  Row: {
                    "course_id": string,"menu_id": string,"note": Json | null,"position": number,"section": number
                  }
                  ComputedFields: never
                  Insert: {
                    "course_id": string,"menu_id": string,"note"?: Json | null,"position": number,"section": number
                  }
                  Update: {
                    "course_id"?: string,"menu_id"?: string,"note"?: Json | null,"position"?: number,"section"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "menu_dishes_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "menu_dishes_section"
      columns: ["menu_id","section"]
isOneToOne: false
      referencedRelation: "menu_sections"
      referencedColumns: ["menu_id","position"]
    }
                  ]
                },"menu_sections": {
                  Row: {
                    "menu_id": string,"need": number | null,"position": number,"rule": Database["public"]['Enums']["menu_rule"],"title": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "menu_id": string,"need"?: number | null,"position": number,"rule": Database["public"]['Enums']["menu_rule"],"title": NonNullable<Json>
                  }
                  Update: {
                    "menu_id"?: string,"need"?: number | null,"position"?: number,"rule"?: Database["public"]['Enums']["menu_rule"],"title"?: NonNullable<Json>
                  }
                  Relationships: [
                    {
      foreignKeyName: "menu_sections_menu_id_fkey"
      columns: ["menu_id"]
isOneToOne: false
      referencedRelation: "menus"
      referencedColumns: ["id"]
    }
                  ]
                },"menus": {
                  Row: {
                    "audiences": (string)[],"id": string,"note": Json | null,"organisation_id": string,"published_at": string | null,"published_by": string | null,"revision": number,"title": NonNullable<Json>,"valid_from": string,"valid_until": string
                  }
                  ComputedFields: never
                  Insert: {
                    "audiences": (string)[],"id"?: string,"note"?: Json | null,"organisation_id": string,"published_at"?: string | null,"published_by"?: string | null,"revision"?: number,"title": NonNullable<Json>,"valid_from": string,"valid_until": string
                  }
                  Update: {
                    "audiences"?: (string)[],"id"?: string,"note"?: Json | null,"organisation_id"?: string,"published_at"?: string | null,"published_by"?: string | null,"revision"?: number,"title"?: NonNullable<Json>,"valid_from"?: string,"valid_until"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "menus_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "menus_published_by_fkey"
      columns: ["published_by"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"organisation_paths": {
                  Row: {
                    "ancestor_id": string,"depth": number,"descendant_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ancestor_id": string,"depth": number,"descendant_id": string
                  }
                  Update: {
                    "ancestor_id"?: string,"depth"?: number,"descendant_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "organisation_paths_ancestor_id_fkey"
      columns: ["ancestor_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "organisation_paths_descendant_id_fkey"
      columns: ["descendant_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"organisation_tallies": {
                  Row: {
                    "activated": number,"organisation_id": string,"workers": number
                  }
                  ComputedFields: never
                  Insert: {
                    "activated"?: number,"organisation_id": string,"workers"?: number
                  }
                  Update: {
                    "activated"?: number,"organisation_id"?: string,"workers"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "organisation_tallies_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: true
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"organisations": {
                  Row: {
                    "created_at": string,"house_id": string,"id": string,"kind": Database["public"]['Enums']["organisation_kind"],"member_level": number | null,"name": string,"parent_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"house_id": string,"id"?: string,"kind": Database["public"]['Enums']["organisation_kind"],"member_level"?: number | null,"name": string,"parent_id"?: string | null
                  }
                  Update: {
                    "created_at"?: string,"house_id"?: string,"id"?: string,"kind"?: Database["public"]['Enums']["organisation_kind"],"member_level"?: number | null,"name"?: string,"parent_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "organisations_house_id_fkey"
      columns: ["house_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "organisations_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"outcomes": {
                  Row: {
                    "achieved_at": string,"corrects": string | null,"course_id": string | null,"enrolment_id": string | null,"evidence": NonNullable<Json>,"facts": NonNullable<Json>,"hours_min": number | null,"id": string,"kind": string,"sponsor_id": string | null,"verifier_id": string | null,"version": number | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "achieved_at": string,"corrects"?: string | null,"course_id"?: string | null,"enrolment_id"?: string | null,"evidence"?: NonNullable<Json>,"facts"?: NonNullable<Json>,"hours_min"?: number | null,"id": string,"kind": string,"sponsor_id"?: string | null,"verifier_id"?: string | null,"version"?: number | null,"worker_id": string
                  }
                  Update: {
                    "achieved_at"?: string,"corrects"?: string | null,"course_id"?: string | null,"enrolment_id"?: string | null,"evidence"?: NonNullable<Json>,"facts"?: NonNullable<Json>,"hours_min"?: number | null,"id"?: string,"kind"?: string,"sponsor_id"?: string | null,"verifier_id"?: string | null,"version"?: number | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "outcomes_corrects"
      columns: ["worker_id","corrects"]
isOneToOne: false
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "outcomes_enrolment"
      columns: ["worker_id","enrolment_id"]
isOneToOne: false
      referencedRelation: "enrolments"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "outcomes_sponsor_id_fkey"
      columns: ["sponsor_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "outcomes_verifier_id_fkey"
      columns: ["verifier_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "outcomes_version"
      columns: ["course_id","version"]
isOneToOne: false
      referencedRelation: "course_versions"
      referencedColumns: ["course_id","version"]
    },{
      foreignKeyName: "outcomes_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"panel_cases": {
                  Row: {
                    "alone": boolean,"amount": number | null,"decided_at": string | null,"due_at": string,"id": string,"kind": string,"opened_at": string,"organisation_id": string,"origin_id": string,"reason": string | null,"round": number,"subject_id": string,"verdict": Database["public"]['Enums']["panel_verdict"] | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alone"?: boolean,"amount"?: number | null,"decided_at"?: string | null,"due_at": string,"id": string,"kind": string,"opened_at"?: string,"organisation_id": string,"origin_id": string,"reason"?: string | null,"round"?: number,"subject_id": string,"verdict"?: Database["public"]['Enums']["panel_verdict"] | null,"worker_id": string
                  }
                  Update: {
                    "alone"?: boolean,"amount"?: number | null,"decided_at"?: string | null,"due_at"?: string,"id"?: string,"kind"?: string,"opened_at"?: string,"organisation_id"?: string,"origin_id"?: string,"reason"?: string | null,"round"?: number,"subject_id"?: string,"verdict"?: Database["public"]['Enums']["panel_verdict"] | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "panel_cases_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "panel_cases_origin_id_fkey"
      columns: ["origin_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "panel_cases_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"pilot_enterprises": {
                  Row: {
                    "enterprise_id": string,"federation_id": string,"starts_on": string
                  }
                  ComputedFields: never
                  Insert: {
                    "enterprise_id": string,"federation_id": string,"starts_on": string
                  }
                  Update: {
                    "enterprise_id"?: string,"federation_id"?: string,"starts_on"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "pilot_enterprises_enterprise_id_fkey"
      columns: ["enterprise_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "pilot_enterprises_federation_id_fkey"
      columns: ["federation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"post_reports": {
                  Row: {
                    "post_id": string,"reported_at": string,"worker_id": string,"writer_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "post_id": string,"reported_at"?: string,"worker_id": string,"writer_id": string
                  }
                  Update: {
                    "post_id"?: string,"reported_at"?: string,"worker_id"?: string,"writer_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "post_reports_post"
      columns: ["writer_id","post_id"]
isOneToOne: false
      referencedRelation: "lesson_posts"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "post_reports_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"programmes": {
                  Row: {
                    "closed_at": string | null,"id": string,"most_pct": number,"organisation_id": string,"plan": NonNullable<Json>,"title": string,"total": number,"unit_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"id": string,"most_pct": number,"organisation_id": string,"plan"?: NonNullable<Json>,"title": string,"total": number,"unit_id": string
                  }
                  Update: {
                    "closed_at"?: string | null,"id"?: string,"most_pct"?: number,"organisation_id"?: string,"plan"?: NonNullable<Json>,"title"?: string,"total"?: number,"unit_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "programmes_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "programmes_unit_id_fkey"
      columns: ["unit_id"]
isOneToOne: false
      referencedRelation: "credit_units"
      referencedColumns: ["id"]
    }
                  ]
                },"quiz_attempts": {
                  Row: {
                    "answers": NonNullable<Json>,"began_at": string,"drawn": NonNullable<Json>,"due_at": string | null,"enrolment_id": string,"lesson": string,"number": number,"passed": boolean | null,"right_count": number | null,"score_pct": number | null,"submitted_at": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "answers"?: NonNullable<Json>,"began_at"?: string,"drawn": NonNullable<Json>,"due_at"?: string | null,"enrolment_id": string,"lesson": string,"number": number,"passed"?: boolean | null,"right_count"?: number | null,"score_pct"?: number | null,"submitted_at"?: string | null,"worker_id": string
                  }
                  Update: {
                    "answers"?: NonNullable<Json>,"began_at"?: string,"drawn"?: NonNullable<Json>,"due_at"?: string | null,"enrolment_id"?: string,"lesson"?: string,"number"?: number,"passed"?: boolean | null,"right_count"?: number | null,"score_pct"?: number | null,"submitted_at"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "quiz_attempts_enrolment"
      columns: ["worker_id","enrolment_id"]
isOneToOne: false
      referencedRelation: "enrolments"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "quiz_attempts_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"redemption_requests": {
                  Row: {
                    "accepted": boolean | null,"amount": number,"asked_at": string,"course_code": string | null,"decided_at": string | null,"due_on": string,"organisation_id": string,"outcome_id": string | null,"programme_id": string,"reason": string | null,"voucher_id": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted"?: boolean | null,"amount": number,"asked_at"?: string,"course_code"?: string | null,"decided_at"?: string | null,"due_on"?: string,"organisation_id": string,"outcome_id"?: string | null,"programme_id": string,"reason"?: string | null,"voucher_id": string,"worker_id": string
                  }
                  Update: {
                    "accepted"?: boolean | null,"amount"?: number,"asked_at"?: string,"course_code"?: string | null,"decided_at"?: string | null,"due_on"?: string,"organisation_id"?: string,"outcome_id"?: string | null,"programme_id"?: string,"reason"?: string | null,"voucher_id"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "redemption_requests_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "redemption_requests_outcome"
      columns: ["worker_id","outcome_id"]
isOneToOne: false
      referencedRelation: "outcomes"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "redemption_requests_programme_id_fkey"
      columns: ["programme_id"]
isOneToOne: false
      referencedRelation: "programmes"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "redemption_requests_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"result_catalogues": {
                  Row: {
                    "entries": NonNullable<Json>,"kept_at": string,"organisation_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "entries": NonNullable<Json>,"kept_at"?: string,"organisation_id": string
                  }
                  Update: {
                    "entries"?: NonNullable<Json>,"kept_at"?: string,"organisation_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "result_catalogues_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: true
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    }
                  ]
                },"roster_entries": {
                  Row: {
                    "activated_at": string | null,"employee_no": string,"house_id": string,"name": string,"organisation_id": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "activated_at"?: string | null,"employee_no": string,"house_id": string,"name": string,"organisation_id": string,"worker_id": string
                  }
                  Update: {
                    "activated_at"?: string | null,"employee_no"?: string,"house_id"?: string,"name"?: string,"organisation_id"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "roster_entries_house_id_fkey"
      columns: ["house_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "roster_entries_organisation_id_fkey"
      columns: ["organisation_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "roster_entries_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"roster_import_rows": {
                  Row: {
                    "cells": NonNullable<Json>,"import_id": string,"person": Json | null,"problems": Json | null,"row_no": number
                  }
                  ComputedFields: never
                  Insert: {
                    "cells": NonNullable<Json>,"import_id": string,"person"?: Json | null,"problems"?: Json | null,"row_no": number
                  }
                  Update: {
                    "cells"?: NonNullable<Json>,"import_id"?: string,"person"?: Json | null,"problems"?: Json | null,"row_no"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "roster_import_rows_import_id_fkey"
      columns: ["import_id"]
isOneToOne: false
      referencedRelation: "roster_imports"
      referencedColumns: ["id"]
    }
                  ]
                },"roster_imports": {
                  Row: {
                    "changed": number,"created": number,"file_name": string,"finished_at": string | null,"headers": NonNullable<Json>,"house_id": string,"id": string,"importer_id": string,"last_chunk_at": string | null,"mapping": NonNullable<Json>,"replaced_at": string | null,"rows_bad": number,"rows_good": number,"rows_staged": number,"staged_at": string | null,"unchanged": number,"uploaded_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "changed"?: number,"created"?: number,"file_name": string,"finished_at"?: string | null,"headers": NonNullable<Json>,"house_id": string,"id"?: string,"importer_id": string,"last_chunk_at"?: string | null,"mapping": NonNullable<Json>,"replaced_at"?: string | null,"rows_bad"?: number,"rows_good"?: number,"rows_staged"?: number,"staged_at"?: string | null,"unchanged"?: number,"uploaded_at"?: string
                  }
                  Update: {
                    "changed"?: number,"created"?: number,"file_name"?: string,"finished_at"?: string | null,"headers"?: NonNullable<Json>,"house_id"?: string,"id"?: string,"importer_id"?: string,"last_chunk_at"?: string | null,"mapping"?: NonNullable<Json>,"replaced_at"?: string | null,"rows_bad"?: number,"rows_good"?: number,"rows_staged"?: number,"staged_at"?: string | null,"unchanged"?: number,"uploaded_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "roster_imports_house_id_fkey"
      columns: ["house_id"]
isOneToOne: false
      referencedRelation: "organisations"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "roster_imports_importer_id_fkey"
      columns: ["importer_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"shares": {
                  Row: {
                    "audience": string,"code": string,"created_at": string,"expires_on": string | null,"id": string,"outcomes": (string)[],"replaced_by": string | null,"revoked_at": string | null,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "audience": string,"code": string,"created_at"?: string,"expires_on"?: string | null,"id": string,"outcomes": (string)[],"replaced_by"?: string | null,"revoked_at"?: string | null,"worker_id": string
                  }
                  Update: {
                    "audience"?: string,"code"?: string,"created_at"?: string,"expires_on"?: string | null,"id"?: string,"outcomes"?: (string)[],"replaced_by"?: string | null,"revoked_at"?: string | null,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "shares_replaced"
      columns: ["worker_id","replaced_by"]
isOneToOne: false
      referencedRelation: "shares"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "shares_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"study_days": {
                  Row: {
                    "counted_ms": number,"day": string,"late": unknown,"live": unknown,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "counted_ms"?: number,"day": string,"late"?: unknown,"live"?: unknown,"worker_id": string
                  }
                  Update: {
                    "counted_ms"?: number,"day"?: string,"late"?: unknown,"live"?: unknown,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "study_days_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"study_plan_courses": {
                  Row: {
                    "course_id": string,"plan_id": string,"position": number,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "course_id": string,"plan_id": string,"position": number,"worker_id": string
                  }
                  Update: {
                    "course_id"?: string,"plan_id"?: string,"position"?: number,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "study_plan_courses_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "study_plan_courses_plan"
      columns: ["worker_id","plan_id"]
isOneToOne: false
      referencedRelation: "study_plans"
      referencedColumns: ["worker_id","id"]
    }
                  ]
                },"study_plans": {
                  Row: {
                    "begins_on": string,"ended_at": string | null,"goal": string,"id": string,"weekly_min": number,"weeks": number,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "begins_on": string,"ended_at"?: string | null,"goal": string,"id": string,"weekly_min": number,"weeks": number,"worker_id": string
                  }
                  Update: {
                    "begins_on"?: string,"ended_at"?: string | null,"goal"?: string,"id"?: string,"weekly_min"?: number,"weeks"?: number,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "study_plans_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"study_progress": {
                  Row: {
                    "completed_at": string | null,"coverage": unknown,"enrolment_id": string,"late": unknown,"late_told": unknown,"lesson": string,"live": unknown,"resume_at": number,"seen_at": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "completed_at"?: string | null,"coverage"?: unknown,"enrolment_id": string,"late"?: unknown,"late_told"?: unknown,"lesson": string,"live"?: unknown,"resume_at"?: number,"seen_at"?: string,"worker_id": string
                  }
                  Update: {
                    "completed_at"?: string | null,"coverage"?: unknown,"enrolment_id"?: string,"late"?: unknown,"late_told"?: unknown,"lesson"?: string,"live"?: unknown,"resume_at"?: number,"seen_at"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "study_progress_enrolment"
      columns: ["worker_id","enrolment_id"]
isOneToOne: false
      referencedRelation: "enrolments"
      referencedColumns: ["worker_id","id"]
    },{
      foreignKeyName: "study_progress_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"tray_dishes": {
                  Row: {
                    "chosen_at": string,"course_id": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "chosen_at"?: string,"course_id": string,"worker_id": string
                  }
                  Update: {
                    "chosen_at"?: string,"course_id"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tray_dishes_course_id_fkey"
      columns: ["course_id"]
isOneToOne: false
      referencedRelation: "courses"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "tray_dishes_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"worker_groups": {
                  Row: {
                    "group": Database["public"]['Enums']["worker_group"],"since": string,"worker_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "group": Database["public"]['Enums']["worker_group"],"since"?: string,"worker_id": string
                  }
                  Update: {
                    "group"?: Database["public"]['Enums']["worker_group"],"since"?: string,"worker_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "worker_groups_worker_id_fkey"
      columns: ["worker_id"]
isOneToOne: false
      referencedRelation: "workers"
      referencedColumns: ["id"]
    }
                  ]
                },"workers": {
                  Row: {
                    "birth_year": number | null,"created_at": string,"employment_kind": Database["public"]['Enums']["employment_kind"] | null,"erased_at": string | null,"gender": Database["public"]['Enums']["gender"],"id": string,"name": string | null,"skill_level": Database["public"]['Enums']["skill_level"] | null,"trade": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "birth_year"?: number | null,"created_at"?: string,"employment_kind"?: Database["public"]['Enums']["employment_kind"] | null,"erased_at"?: string | null,"gender"?: Database["public"]['Enums']["gender"],"id"?: string,"name"?: string | null,"skill_level"?: Database["public"]['Enums']["skill_level"] | null,"trade"?: string | null
                  }
                  Update: {
                    "birth_year"?: number | null,"created_at"?: string,"employment_kind"?: Database["public"]['Enums']["employment_kind"] | null,"erased_at"?: string | null,"gender"?: Database["public"]['Enums']["gender"],"id"?: string,"name"?: string | null,"skill_level"?: Database["public"]['Enums']["skill_level"] | null,"trade"?: string | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "answer_invitation":
{ Args: { "accept": boolean,"invitation": string }; Returns: boolean
                           },
"answer_quiz":
{ Args: { "answers": Json,"attempt": number,"enrolment": string,"hand_in": boolean,"lesson_slug": string }; Returns: boolean
                           },
"appeal":
{ Args: { "about": string,"appeal": string,"target": string,"wish": string }; Returns: string
                           },
"appeal_hours":
{ Args: { "review": string,"wish": string }; Returns: boolean
                           },
"appeals_to_hear":
{ Args: { "after_at"?: string,"after_id"?: string,"decided"?: boolean,"organisation": string }; Returns: Json
                           },
"audit_page":
{ Args: { "before_at"?: string,"before_id"?: string,"of_action"?: string,"organisation": string,"page"?: number }; Returns: Json
                           },
"bank_statistics":
{ Args: { "of_unit"?: string,"organisation": string }; Returns: Json
                           },
"batch_transfers":
{ Args: { "after_position"?: number,"at_seq": number,"most"?: number,"organisation": string }; Returns: {
              "amount": number,"dated_on": string,"kind": Database["public"]['Enums']["credit_kind"],"phase": Database["public"]['Enums']["credit_phase"],"position": number,"posted_at": string,"unit_id": string,"voucher_id": string,"worker_id": string
            }[]
                           },
"begin_factor":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"begin_quiz":
{ Args: { "enrolment": string,"lesson_slug": string }; Returns: number
                           },
"begin_roster_import":
{ Args: { "file_name": string,"headers": Json,"house": string,"mapping": Json }; Returns: string
                           },
"cancel_session":
{ Args: { "session": string }; Returns: boolean
                           },
"catalogue":
{ Args: { "size"?: number,"wanted": Json }; Returns: Json
                           },
"catalogue_of":
{ Args: { "organisation"?: string }; Returns: Json
                           },
"check_in":
{ Args: { "code": string,"session": string }; Returns: Json
                           },
"choose_dishes":
{ Args: { "chosen": (string)[],"offered": (string)[] }; Returns: number
                           },
"claim_desks":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"claim_outcome":
{ Args: { "claim": Json }; Returns: string
                           },
"claim_roster_entry":
{ Args: { "code": string }; Returns: string
                           },
"clerk_account_of":
{ Args: { "sign_in_name": string }; Returns: Json
                           },
"clerk_activate":
{ Args: { "auth_user": string,"hash": string,"of_kind": Database["public"]['Enums']["sign_in_kind"],"sign_in_name": string }; Returns: string
                           },
"clerk_activation":
{ Args: { "hash": string }; Returns: Json
                           },
"clerk_calendar":
{ Args: { "calendar_code": string }; Returns: Json
                           },
"clerk_close_sessions":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"clerk_convert_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"clerk_count_credits":
{ Args: { "most"?: number }; Returns: number
                           },
"clerk_course_digests":
{ Args: Record<PropertyKey, never>; Returns: {
              "digest": string,"slug": string,"version": number
            }[]
                           },
"clerk_define_credit_unit":
{ Args: { "en": string,"of_scale": number,"unit": string,"zh": string }; Returns: boolean
                           },
"clerk_drop_factor":
{ Args: { "sign_in_name": string }; Returns: boolean
                           },
"clerk_due_panels":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"clerk_end_idle_sessions":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"clerk_end_sessions":
{ Args: { "auth_user": string,"but_session"?: string }; Returns: undefined
                           },
"clerk_erase_worker":
{ Args: { "auth_user": string }; Returns: boolean
                           },
"clerk_expire_credits":
{ Args: { "most"?: number,"organisation"?: string }; Returns: number
                           },
"clerk_forgive_try":
{ Args: { "locks": string,"paces": (string)[] }; Returns: undefined
                           },
"clerk_forgotten_evidence":
{ Args: Record<PropertyKey, never>; Returns: (string)[]
                           },
"clerk_found_federation":
{ Args: { "federation_name": string,"officer_name": string }; Returns: string
                           },
"clerk_give_back_late_redemptions":
{ Args: { "most"?: number }; Returns: number
                           },
"clerk_hold_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"clerk_keep_assessments":
{ Args: { "decided_on": string,"decisions": Json,"seen": Json,"worker": string }; Returns: number
                           },
"clerk_keep_checkpoint":
{ Args: { "at_seq": number,"head": string,"key_hex": string,"organisation": string,"signature_hex": string }; Returns: boolean
                           },
"clerk_keep_code":
{ Args: { "for_purpose": Database["public"]['Enums']["code_purpose"],"hash": string,"sign_in_name": string }; Returns: number
                           },
"clerk_keep_simulation":
{ Args: { "complete": boolean,"found_out": Json,"rules": string,"up_to": string }; Returns: boolean
                           },
"clerk_lives":
{ Args: { "after_worker"?: string,"federation": string,"most"?: number }; Returns: Json
                           },
"clerk_note_session":
{ Args: { "device": string,"device_id"?: string,"session": string }; Returns: undefined
                           },
"clerk_open_account":
{ Args: { "auth_user": string,"of_kind": Database["public"]['Enums']["sign_in_kind"],"person_name": string,"sign_in_name": string }; Returns: string
                           },
"clerk_open_share":
{ Args: { "share_code": string }; Returns: Json
                           },
"clerk_outcomes_to_assess":
{ Args: { "most"?: number,"only_worker"?: string }; Returns: Json
                           },
"clerk_prove_name":
{ Args: { "auth_user": string,"of_kind": Database["public"]['Enums']["sign_in_kind"],"sign_in_name": string }; Returns: undefined
                           },
"clerk_publish_course":
{ Args: { "course": Json }; Returns: string
                           },
"clerk_recognise_credits":
{ Args: { "at_once"?: boolean,"organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"clerk_refuse_rules":
{ Args: { "rules": string }; Returns: boolean
                           },
"clerk_reverse_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"clerk_rules":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"clerk_rules_to_simulate":
{ Args: { "only_rules"?: string }; Returns: Json
                           },
"clerk_settle_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"clerk_sign_in_gate":
{ Args: { "device"?: string,"locks": string,"paces": Json,"sign_in_name": string,"work"?: string,"work_bits"?: number }; Returns: Json
                           },
"clerk_status_list":
{ Args: { "wanted": number }; Returns: (number)[]
                           },
"clerk_unsigned_heads":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"clerk_use_code":
{ Args: { "for_purpose": Database["public"]['Enums']["code_purpose"],"hash": string,"sign_in_name": string }; Returns: boolean
                           },
"close_session":
{ Args: { "session": string }; Returns: number
                           },
"confirm_invitation":
{ Args: { "invitation": string }; Returns: boolean
                           },
"course_page":
{ Args: { "course_slug": string }; Returns: Json
                           },
"decide_claims":
{ Args: { "organisation": string,"rows": Json }; Returns: Json
                           },
"decide_redemptions":
{ Args: { "organisation": string,"rows": Json }; Returns: number
                           },
"declare_conflict":
{ Args: { "case_id": string,"tie": string,"worker": string }; Returns: string
                           },
"discard_roster_import":
{ Args: { "import": string }; Returns: boolean
                           },
"draft_rules":
{ Args: { "draft": Json,"organisation": string }; Returns: string
                           },
"drop_factor":
{ Args: { "code": string }; Returns: Json
                           },
"drop_sign_in_name":
{ Args: { "sign_in_name": string }; Returns: boolean
                           },
"end_membership":
{ Args: { "last_day"?: string,"membership": string,"worker": string }; Returns: boolean
                           },
"end_plan":
{ Args: { "plan": string }; Returns: boolean
                           },
"end_session":
{ Args: { "session": string }; Returns: boolean
                           },
"enrol":
{ Args: { "course_slug": string }; Returns: string
                           },
"explain_credits":
{ Args: { "voucher": string,"worker": string }; Returns: Json
                           },
"factor_rule":
{ Args: { "organisation": string }; Returns: Json
                           },
"finish_session":
{ Args: { "session": string }; Returns: boolean
                           },
"forget_device":
{ Args: { "device": string }; Returns: boolean
                           },
"found_organisation":
{ Args: { "level"?: number,"new_kind": Database["public"]['Enums']["organisation_kind"],"new_name": string,"parent": string }; Returns: string
                           },
"free_seat":
{ Args: { "session": string,"worker": string }; Returns: boolean
                           },
"give_up_seat":
{ Args: { "session": string }; Returns: boolean
                           },
"i_am_here":
{ Args: { "check_id": string }; Returns: Json
                           },
"import_outcomes":
{ Args: { "dry"?: boolean,"organisation": string,"rows": Json }; Returns: Json
                           },
"import_roster":
{ Args: { "house": string,"people": Json }; Returns: Json
                           },
"import_staged_rows":
{ Args: { "import": string,"up_to"?: number }; Returns: Json
                           },
"invitations_of":
{ Args: { "organisation": string }; Returns: Json
                           },
"invite":
{ Args: { "first_day"?: string,"last_day"?: string,"new_role": Database["public"]['Enums']["membership_role"],"organisation": string,"whose_name": string }; Returns: string
                           },
"issue_activation_codes":
{ Args: { "employee_nos": (string)[],"house": string }; Returns: {
              "code": string,"employee_no": string,"name": string,"team": string
            }[]
                           },
"issue_certificate":
{ Args: { "audience": string,"outcome": string }; Returns: string
                           },
"judge_post":
{ Args: { "organisation": string,"post": string,"reason"?: string,"verdict": string,"writer": string }; Returns: boolean
                           },
"keep_catalogue":
{ Args: { "entries": Json,"organisation": string }; Returns: number
                           },
"keep_certificate_template":
{ Args: { "kind": Database["public"]['Enums']["certificate_kind"],"organisation": string,"template": Json }; Returns: boolean
                           },
"keep_claim_quorum":
{ Args: { "organisation": string,"wanted": number }; Returns: boolean
                           },
"keep_factor":
{ Args: { "code": string }; Returns: Json
                           },
"keep_factor_rule":
{ Args: { "organisation": string,"required": boolean }; Returns: boolean
                           },
"keep_lesson":
{ Args: { "sitting": string }; Returns: Json
                           },
"keep_menu":
{ Args: { "menu": Json,"organisation": string }; Returns: string
                           },
"keep_my_file":
{ Args: { "file": Json,"groups": (string)[] }; Returns: boolean
                           },
"keep_pilot":
{ Args: { "enterprise": string,"federation": string,"starts_on": string }; Returns: boolean
                           },
"keep_plan":
{ Args: { "plan": Json }; Returns: string
                           },
"keep_programme":
{ Args: { "organisation": string,"programme": Json }; Returns: string
                           },
"keep_programme_plan":
{ Args: { "organisation": string,"plan": Json,"programme": string }; Returns: boolean
                           },
"keep_roll":
{ Args: { "roll": Json,"session": string }; Returns: number
                           },
"keep_session":
{ Args: { "organisation": string,"session": Json }; Returns: string
                           },
"leave_early":
{ Args: { "session": string }; Returns: boolean
                           },
"leave_roster":
{ Args: { "house": string,"of_employee_no": string }; Returns: boolean
                           },
"lesson_file":
{ Args: { "enrolment": string,"lesson_slug": string }; Returns: Json
                           },
"lesson_sessions":
{ Args: { "enrolment": string,"lesson_slug": string }; Returns: Json
                           },
"lesson_talk":
{ Args: { "before"?: string,"enrolment": string,"lesson_slug": string }; Returns: Json
                           },
"lessons_in_rooms":
{ Args: { "organisation": string }; Returns: Json
                           },
"menu_document":
{ Args: { "menu": string }; Returns: Json
                           },
"move_to_newest":
{ Args: { "enrolment": string }; Returns: string
                           },
"my_appeals":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_data":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_devices":
{ Args: Record<PropertyKey, never>; Returns: {
              "device": string,"last_used_at": string,"name": string,"trusted_at": string
            }[]
                           },
"my_factor":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_federation":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"my_frame":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_grants":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_invitations":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_learning":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_menu":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_panel_cases":
{ Args: { "after_at"?: string,"after_id"?: string,"decided"?: boolean }; Returns: Json
                           },
"my_passbook":
{ Args: { "before_line"?: number,"most"?: number,"of_unit"?: string }; Returns: Json
                           },
"my_programme":
{ Args: { "programme": string }; Returns: Json
                           },
"my_programmes":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_record":
{ Args: { "before_at"?: string,"before_id"?: string,"of_kind"?: string,"of_year"?: number,"side"?: string }; Returns: Json
                           },
"my_session":
{ Args: { "session": string }; Returns: Json
                           },
"my_sessions":
{ Args: Record<PropertyKey, never>; Returns: {
              "began_at": string,"current": boolean,"device": string,"id": string,"last_seen_at": string
            }[]
                           },
"my_share":
{ Args: { "share": string }; Returns: Json
                           },
"my_sign_in_names":
{ Args: Record<PropertyKey, never>; Returns: {
              "kind": Database["public"]['Enums']["sign_in_kind"],"name": string,"proven": boolean
            }[]
                           },
"my_waiting_results":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"new_calendar":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"open_lesson":
{ Args: { "device"?: string,"enrolment": string,"lesson_slug": string }; Returns: Json
                           },
"open_worker_file":
{ Args: { "worker": string }; Returns: Json
                           },
"order_for_people":
{ Args: { "courses": (string)[],"last_day"?: string,"organisation": string }; Returns: Json
                           },
"order_tray":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"organisation_batches":
{ Args: { "before_seq"?: number,"most"?: number,"organisation": string }; Returns: {
              "hash": string,"posted_at": string,"seq": number,"signed": boolean,"transfers": number
            }[]
                           },
"organisation_claims":
{ Args: { "after_at"?: string,"after_id"?: string,"decided"?: boolean,"organisation": string }; Returns: Json
                           },
"organisation_credits":
{ Args: { "organisation": string }; Returns: {
              "account": string,"balance": number,"unit_id": string
            }[]
                           },
"organisation_menus":
{ Args: { "organisation": string }; Returns: Json
                           },
"organisation_page":
{ Args: { "after_name"?: string,"before_name"?: string,"organisation": string,"page"?: number }; Returns: Json
                           },
"organisation_sessions":
{ Args: { "after"?: Json,"organisation": string,"past": boolean }; Returns: Json
                           },
"panel_case":
{ Args: { "case_id": string,"worker": string }; Returns: Json
                           },
"pilots":
{ Args: { "federation": string }; Returns: Json
                           },
"plan_choices":
{ Args: { "also"?: (string)[] }; Returns: Json
                           },
"publish_menu":
{ Args: { "menu": string }; Returns: boolean
                           },
"quiz_state":
{ Args: { "enrolment": string,"lesson_slug": string }; Returns: Json
                           },
"rate_course":
{ Args: { "course_slug": string,"stars": number }; Returns: boolean
                           },
"record_study":
{ Args: { "batch": Json }; Returns: Json
                           },
"redeem_toward":
{ Args: { "amount": number,"programme": string,"request": string }; Returns: string
                           },
"report_post":
{ Args: { "post": string,"writer": string }; Returns: boolean
                           },
"reported_posts":
{ Args: { "organisation": string }; Returns: Json
                           },
"request_redemption":
{ Args: { "amount": number,"purpose": Json,"request": string,"school": string,"unit": string }; Returns: string
                           },
"reverse_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"revoke_share":
{ Args: { "share": string }; Returns: boolean
                           },
"roster_export":
{ Args: { "after_no"?: string,"house": string,"page"?: number }; Returns: Json
                           },
"roster_head":
{ Args: { "organisation": string }; Returns: Json
                           },
"roster_page":
{ Args: { "backward"?: boolean,"cursor_name"?: string,"cursor_no"?: string,"name_from"?: string,"number_from"?: string,"organisation": string,"page"?: number,"waiting"?: boolean }; Returns: Json
                           },
"rule_source":
{ Args: { "organisation": string,"rules": string }; Returns: string
                           },
"rule_versions":
{ Args: { "organisation": string }; Returns: Json
                           },
"school_counter":
{ Args: { "organisation": string }; Returns: Json
                           },
"session_roll":
{ Args: { "session": string }; Returns: Json
                           },
"settle_credits":
{ Args: { "organisation": string,"rows": Json }; Returns: {
              "position": number,"refusal": string,"repeated": boolean,"voucher_id": string
            }[]
                           },
"settle_roster_import":
{ Args: { "import": string,"mapping": Json }; Returns: boolean
                           },
"share_record":
{ Args: { "audience": string,"expires_on"?: string,"part": string,"replaces"?: string,"share": string,"since"?: string }; Returns: string
                           },
"show_code":
{ Args: { "session": string }; Returns: Json
                           },
"show_factor":
{ Args: { "code": string }; Returns: Json
                           },
"sign_rules":
{ Args: { "organisation": string,"rules": string }; Returns: number
                           },
"sign_up":
{ Args: { "session": string }; Returns: string
                           },
"signed_share":
{ Args: { "share": string }; Returns: Json
                           },
"stage_roster_rows":
{ Args: { "import": string,"rows": Json }; Returns: number
                           },
"substitute_course":
{ Args: { "course": string,"outcome": string,"programme": string,"request": string }; Returns: string
                           },
"vote_on_appeal":
{ Args: { "appeal": string,"organisation": string,"vote": Json,"worker": string }; Returns: string
                           },
"vote_on_case":
{ Args: { "case_id": string,"vote": Json,"worker": string }; Returns: string
                           },
"where_i_stopped":
{ Args: { "enrolment": string }; Returns: string
                           },
"withdraw_claim":
{ Args: { "claim": string }; Returns: boolean
                           },
"withdraw_invitation":
{ Args: { "invitation": string }; Returns: boolean
                           },
"withdraw_menu":
{ Args: { "menu": string }; Returns: boolean
                           },
"withdraw_post":
{ Args: { "post": string }; Returns: boolean
                           },
"withdraw_rules":
{ Args: { "organisation": string,"rules": string }; Returns: boolean
                           },
"write_post":
{ Args: { "asker"?: string,"body": string,"enrolment": string,"lesson_slug": string,"post": string,"question"?: string }; Returns: string
                           }
          }
          Enums: {
            "certificate_kind": "course"|"level","claim_verdict": "verified"|"refused"|"withdrawn","code_purpose": "sign_up"|"reset"|"prove","course_kind": "general"|"position"|"theme"|"culture","credit_kind": "deposit"|"conversion"|"redemption"|"reversal"|"expiry","credit_phase": "pending"|"posted"|"voided","employment_kind": "regular"|"contract"|"dispatch"|"flexible"|"apprentice"|"retired"|"unemployed","gender": "female"|"male"|"unstated","membership_role": "worker"|"manager"|"trainer"|"reviewer"|"officer"|"bank_officer"|"auditor","menu_rule": "all"|"hours"|"count","organisation_kind": "federation"|"district"|"industry"|"enterprise"|"team"|"school"|"provider","panel_verdict": "granted"|"refused","sign_in_kind": "phone"|"email","skill_level": "apprentice"|"junior"|"intermediate"|"senior"|"technician"|"senior_technician"|"special_technician"|"chief_technician","worker_group": "migrant"|"women"|"laid_off"|"hardship"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "certificate_kind": ["course", "level"],"claim_verdict": ["verified", "refused", "withdrawn"],"code_purpose": ["sign_up", "reset", "prove"],"course_kind": ["general", "position", "theme", "culture"],"credit_kind": ["deposit", "conversion", "redemption", "reversal", "expiry"],"credit_phase": ["pending", "posted", "voided"],"employment_kind": ["regular", "contract", "dispatch", "flexible", "apprentice", "retired", "unemployed"],"gender": ["female", "male", "unstated"],"membership_role": ["worker", "manager", "trainer", "reviewer", "officer", "bank_officer", "auditor"],"menu_rule": ["all", "hours", "count"],"organisation_kind": ["federation", "district", "industry", "enterprise", "team", "school", "provider"],"panel_verdict": ["granted", "refused"],"sign_in_kind": ["phone", "email"],"skill_level": ["apprentice", "junior", "intermediate", "senior", "technician", "senior_technician", "special_technician", "chief_technician"],"worker_group": ["migrant", "women", "laid_off", "hardship"]
          }
        }
} as const
