//! What is recorded with a case: parties, interviews, consents.

use super::codes;

codes! {
    /// What a party is to the matter.
    PartyRole "party_role" {
        Applicant = "applicant", "申请人/来访人";
        Respondent = "respondent", "被申请人/相对方";
        JointApplicant = "joint_applicant", "共同申请人";
        ThirdParty = "third_party", "利害关系人";
        Agent = "agent", "代理人";
        Guardian = "guardian", "监护人";
        Representative = "representative", "推选代表(≤5人)";
        Witness = "witness", "证人/知情人";
    }
}

codes! {
    /// A person, an organisation or a group.
    PartyKind "party_kind" {
        Person = "person", "自然人";
        Org = "org", "单位/组织";
        Group = "group", "群体(如业主、农民工)";
    }
}

codes! {
    /// What kind of talk an interview records.
    InterviewKind "interview_kind" {
        Reception = "reception", "接访谈话";
        Investigation = "investigation", "调查笔录";
        Field = "field", "走访记录";
        Phone = "phone", "电话记录";
        HeartToHeart = "heart_to_heart", "谈心谈话";
        Supplement = "supplement", "补充笔录";
    }
}

codes! {
    /// What a consent is about.
    ConsentScope "consent_scope" {
        Basic = "basic", "为办理诉求收集使用个人信息";
        Sensitive = "sensitive", "处理敏感个人信息(单独同意)";
        ProvideDept = "provide_dept", "向指定部门提供(单独同意,逐个接收方)";
        RecordAv = "record_av", "拍照/录音";
        Publicity = "publicity", "案例宣传(去标识化)";
        Observe = "observe", "允许旁听";
    }
}

codes! {
    /// What the party answered. Ordered: the later, the safer for the party's privacy.
    ConsentStatus "consent_status" {
        NotAsked = "not_asked", "未征求";
        Granted = "granted", "同意";
        Refused = "refused", "不同意";
        Withdrawn = "withdrawn", "已撤回";
    }
}

codes! {
    /// How a consent was given.
    ConsentMethod "consent_method" {
        Paper = "paper", "书面";
        Tablet = "tablet", "平板签名";
        Oral = "oral", "口头(有见证人)";
    }
}

codes! {
    /// What a party needs to take part.
    Need "need" {
        ReadAloud = "read_aloud", "需要宣读";
        Dialect = "dialect", "方言";
        Wheelchair = "wheelchair", "轮椅通道";
        Interpreter = "interpreter", "翻译或手语";
    }
}

codes! {
    /// How an interview was confirmed at its end.
    Readback "readback" {
        Read = "read", "本人阅读";
        ReadAloud = "read_aloud", "向其宣读";
        Refused = "refused", "拒绝确认";
    }
}
