//! A case: where it came from, what it is about, where it stands.

use super::codes;

codes! {
    /// How a matter reached the studio.
    Channel "channel" {
        SundayReception = "sunday_reception", "周日委员接访日";
        ReceptionDay = "reception_day", "委员接待日/群众来访日";
        DutyShift = "duty_shift", "委员坐班";
        FieldVisit = "field_visit", "走访调研中收集";
        Grid = "grid", "进网格收集";
        Phone = "phone", "来电";
        Letter = "letter", "来信/来函";
        Online = "online", "网络留言";
        DeptReferral = "dept_referral", "部门移交";
        CppccAssigned = "cppcc_assigned", "区政协交办";
        MemberFound = "member_found", "委员主动发现";
    }
}

codes! {
    /// What the matter is about; statistics are cut by it.
    Category "category" {
        LaborInjury = "labor_injury", "工伤与人身损害(劳动)";
        Wages = "wages", "劳动报酬/欠薪";
        LaborOther = "labor_other", "其他劳动争议";
        Neighborhood = "neighborhood", "邻里(相邻关系)";
        Family = "family", "婚姻家庭/赡养抚养";
        Inheritance = "inheritance", "继承/分家析产";
        Land = "land", "征地拆迁与补偿";
        Homestead = "homestead", "房屋宅基地";
        ForestLand = "forest_land", "山林土地承包";
        PropertyMgmt = "property_mgmt", "物业/业委会";
        Housing = "housing", "住房/保障房";
        PublicSecurity = "public_security", "社会治安";
        Traffic = "traffic", "道路交通";
        Consumer = "consumer", "消费维权";
        Contract = "contract", "合同/债务/生产经营";
        PersonalInjury = "personal_injury", "其他损害赔偿";
        Education = "education", "教育";
        Medical = "medical", "医疗";
        SocialSecurity = "social_security", "社保/医保/养老";
        Assistance = "assistance", "救助/帮扶济困";
        Environment = "environment", "环境/噪声/油烟";
        UrbanMgmt = "urban_mgmt", "市政设施/城市管理";
        BusinessEnv = "business_env", "营商环境/涉企";
        VillageAffairs = "village_affairs", "村(居)务管理";
        CultureSport = "culture_sport", "文化体育";
        PolicyConsult = "policy_consult", "政策咨询";
        Other = "other", "其他";
    }
}

codes! {
    /// What the visitor wants of the studio.
    AppealKind "appeal_kind" {
        Help = "help", "求助";
        Dispute = "dispute", "纠纷调处";
        Complaint = "complaint", "投诉";
        Suggestion = "suggestion", "意见建议";
        Consult = "consult", "咨询";
        Clue = "clue", "线索反映";
    }
}

codes! {
    /// Whether the visitor has been here before.
    VisitKind "visit_kind" {
        First = "first", "初访";
        Repeat = "repeat", "重访";
        Return = "return", "回访到场";
    }
}

codes! {
    /// How soon somebody must act. Ordered: the later, the more urgent.
    Urgency "urgency" {
        Normal = "normal", "一般";
        Urgent = "urgent", "紧急";
        Critical = "critical", "特急(可能激化/涉人身安全)";
    }
}

codes! {
    /// How likely it is to get out of hand. Ordered: the later, the higher.
    Risk "risk" {
        None = "none", "无";
        Yellow = "yellow", "黄";
        Orange = "orange", "橙";
        Red = "red", "红";
    }
}

codes! {
    /// What sensitive information the case holds.
    Sensitivity "sensitivity" {
        Health = "health", "医疗健康";
        IdentityDoc = "identity_doc", "证件号码";
        Finance = "finance", "金融账户";
        MinorU14 = "minor_u14", "不满14周岁未成年人";
        Minor = "minor", "未成年人(14-18)";
        Victim = "victim", "被害人/家暴";
        Religion = "religion", "宗教信仰";
        Biometric = "biometric", "生物识别(指纹/人脸)";
        Whereabouts = "whereabouts", "行踪轨迹";
        TradeSecret = "trade_secret", "商业秘密";
        CaseInvestigation = "case_investigation", "侦查/执法信息(不得记录细节)";
    }
}

codes! {
    /// What was decided about taking the matter on.
    Acceptance "acceptance" {
        Accept = "accept", "予以受理";
        DeclineJudicial = "decline_judicial", "不予受理:已进入诉讼/仲裁/复议";
        DeclineDiscipline = "decline_discipline", "不予受理:检举控告,引导纪检监察";
        DeclineSecret = "decline_secret", "不予受理:涉密";
        DeclineScope = "decline_scope", "不予受理:超出协商范围,引导主管部门";
        Transfer = "transfer", "直接转办";
        Instant = "instant", "当场答复";
        Supplement = "supplement", "补充材料后再定";
    }
}

codes! {
    /// Where a case stands.
    Status "status" {
        Draft = "draft", "草稿(离线未登记)";
        Registered = "registered", "已登记";
        Supplementing = "supplementing", "待补充";
        Accepted = "accepted", "已受理";
        Declined = "declined", "不予受理";
        Investigating = "investigating", "调查走访";
        Consulting = "consulting", "协商中";
        Agreed = "agreed", "达成协议";
        NotAgreed = "not_agreed", "调解不成";
        Performing = "performing", "履行中";
        Breached = "breached", "未按约履行";
        Transferred = "transferred", "已转办";
        Supervising = "supervising", "督办中";
        Replied = "replied", "部门已答复";
        FollowUp = "follow_up", "回访中";
        Closed = "closed", "已结案";
        Archived = "archived", "已归档";
        Reopened = "reopened", "重新启动";
        Suspended = "suspended", "中止";
        Withdrawn = "withdrawn", "撤回";
        Merged = "merged", "并案";
    }
}

codes! {
    /// How a case ended.
    CloseReason "close_reason" {
        Performed = "performed", "协议已履行";
        Immediate = "immediate", "达成协议并即时履行";
        Explained = "explained", "政策解释/释疑";
        DeptResolved = "dept_resolved", "部门办结";
        Converted = "converted", "转化为提案/社情民意等";
        GuidedLegal = "guided_legal", "引导调委会/仲裁/诉讼";
        NotAgreed = "not_agreed", "调解不成告知";
        Withdrawn = "withdrawn", "申请人撤回";
        Declined = "declined", "不予受理";
        Merged = "merged", "并入他案";
        Unreachable = "unreachable", "无法联系";
    }
}
