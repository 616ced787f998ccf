//! People: roles, sectors, specialities.

use super::codes;

codes! {
    /// A role on the roll: what its holder may decide.
    Role "role" {
        FirstConvener = "first_convener", "第一召集人";
        Convener = "convener", "召集人";
        Member = "member", "委员";
        Clerk = "clerk", "联络员/秘书(办公室)";
        DeptLiaison = "dept_liaison", "部门联络员";
        InvitedExpert = "invited_expert", "特邀专家/调解员";
        CppccOffice = "cppcc_office", "区政协机关(指导)";
        Auditor = "auditor", "审计员(只读)";
        Admin = "admin", "系统管理员";
    }
}

codes! {
    /// The sector of the conference a member belongs to.
    Sector "sector" {
        Ccp = "ccp", "中国共产党";
        Rckk = "rckk", "民革";
        Cdl = "cdl", "民盟";
        Cndca = "cndca", "民建";
        Capd = "capd", "民进";
        Cpwdp = "cpwdp", "农工党";
        Czgp = "czgp", "致公党";
        Jiusan = "jiusan", "九三学社";
        Tdsgl = "tdsgl", "台盟";
        Nonparty = "nonparty", "无党派人士";
        Youth = "youth", "共青团和青联";
        TradeUnion = "trade_union", "总工会";
        Women = "women", "妇联";
        Acfic = "acfic", "工商联";
        Cast = "cast", "科协";
        TaiwanFed = "taiwan_fed", "台联";
        OverseasCn = "overseas_cn", "侨联";
        Arts = "arts", "文化艺术";
        SciTech = "sci_tech", "科学技术";
        SocialSci = "social_sci", "社会科学";
        Economy = "economy", "经济";
        Agriculture = "agriculture", "农业和农村";
        Education = "education", "教育";
        Sports = "sports", "体育";
        Press = "press", "新闻出版";
        Health = "health", "医药卫生";
        ForeignFriend = "foreign_friend", "对外友好";
        Welfare = "welfare", "社会福利和社会保障";
        EnvRes = "env_res", "环境资源";
        Ethnic = "ethnic", "少数民族";
        Religion = "religion", "宗教";
        Special = "special", "特别邀请人士";
        Hk = "hk", "特邀香港人士";
        Macao = "macao", "特邀澳门人士";
    }
}

codes! {
    /// What a member is good at.
    Specialty "specialty" {
        Law = "law", "法律服务";
        Labor = "labor", "劳动用工";
        Health = "health", "医疗卫生";
        Education = "education", "教育";
        Agri = "agri", "农业农村";
        Construction = "construction", "城乡建设";
        Finance = "finance", "金融财税";
        Culture = "culture", "文化艺术/非遗";
        Psychology = "psychology", "心理疏导";
        Enterprise = "enterprise", "企业经营";
        Mediation = "mediation", "矛盾调处";
        Tech = "tech", "科技信息";
    }
}

codes! {
    /// The kind of studio.
    StudioType "studio_type" {
        District = "district", "区域型";
        Sector = "sector", "界别型";
        Personal = "personal", "个人(命名)型";
        Functional = "functional", "特色功能型";
    }
}
