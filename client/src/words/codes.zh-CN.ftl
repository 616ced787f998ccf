# 各类代码的中文名称。代码固定不变，名称可以改。

studio_type-district = 区域型
studio_type-sector = 界别型
studio_type-personal = 个人（命名）型
studio_type-functional = 特色功能型

role-first_convener = 第一召集人
role-convener = 召集人
role-member = 委员
role-clerk = 联络员/秘书（办公室）
role-dept_liaison = 部门联络员
role-invited_expert = 特邀专家/调解员
role-cppcc_office = 区政协机关（指导）
role-auditor = 审计员（只读）
role-admin = 系统管理员

channel-sunday_reception = 周日委员接访日
channel-reception_day = 委员接待日/群众来访日
channel-duty_shift = 委员坐班
channel-field_visit = 走访调研中收集
channel-grid = 进网格收集
channel-phone = 来电
channel-letter = 来信/来函
channel-online = 网络留言
channel-dept_referral = 部门移交
channel-cppcc_assigned = 区政协交办
channel-member_found = 委员主动发现

category-labor_injury = 工伤与人身损害（劳动）
category-wages = 劳动报酬/欠薪
category-labor_other = 其他劳动争议
category-neighborhood = 邻里（相邻关系）
category-family = 婚姻家庭/赡养抚养
category-inheritance = 继承/分家析产
category-land = 征地拆迁与补偿
category-homestead = 房屋宅基地
category-forest_land = 山林土地承包
category-property_mgmt = 物业/业委会
category-housing = 住房/保障房
category-public_security = 社会治安
category-traffic = 道路交通
category-consumer = 消费维权
category-contract = 合同/债务/生产经营
category-personal_injury = 其他损害赔偿
category-education = 教育
category-medical = 医疗
category-social_security = 社保/医保/养老
category-assistance = 救助/帮扶济困
category-environment = 环境/噪声/油烟
category-urban_mgmt = 市政设施/城市管理
category-business_env = 营商环境/涉企
category-village_affairs = 村（居）务管理
category-culture_sport = 文化体育
category-policy_consult = 政策咨询
category-other = 其他

appeal_kind-help = 求助
appeal_kind-dispute = 纠纷调处
appeal_kind-complaint = 投诉
appeal_kind-suggestion = 意见建议
appeal_kind-consult = 咨询
appeal_kind-clue = 线索反映

visit_kind-first = 初访
visit_kind-repeat = 重访
visit_kind-return = 回访到场

urgency-normal = 一般
urgency-urgent = 紧急
urgency-critical = 特急（可能激化/涉人身安全）

risk-none = 无
risk-yellow = 黄
risk-orange = 橙
risk-red = 红

sensitivity-health = 医疗健康
sensitivity-identity_doc = 证件号码
sensitivity-finance = 金融账户
sensitivity-minor_u14 = 不满14周岁未成年人
sensitivity-minor = 未成年人（14-18）
sensitivity-victim = 被害人/家暴
sensitivity-religion = 宗教信仰
sensitivity-biometric = 生物识别（指纹/人脸）
sensitivity-whereabouts = 行踪轨迹
sensitivity-trade_secret = 商业秘密
sensitivity-case_investigation = 侦查/执法信息（不得记录细节）

party_role-applicant = 申请人/来访人
party_role-respondent = 被申请人/相对方
party_role-joint_applicant = 共同申请人
party_role-third_party = 利害关系人
party_role-agent = 代理人
party_role-guardian = 监护人
party_role-representative = 推选代表（≤5人）
party_role-witness = 证人/知情人

party_kind-person = 自然人
party_kind-org = 单位/组织
party_kind-group = 群体（如业主、农民工）

acceptance-accept = 予以受理
acceptance-decline_judicial = 不予受理：已进入诉讼/仲裁/复议
acceptance-decline_discipline = 不予受理：检举控告，引导纪检监察
acceptance-decline_secret = 不予受理：涉密
acceptance-decline_scope = 不予受理：超出协商范围，引导主管部门
acceptance-transfer = 直接转办
acceptance-instant = 当场答复
acceptance-supplement = 补充材料后再定

status-draft = 草稿
status-registered = 已登记
status-supplementing = 待补充
status-accepted = 已受理
status-declined = 不予受理
status-investigating = 调查走访
status-consulting = 协商中
status-agreed = 达成协议
status-not_agreed = 调解不成
status-performing = 履行中
status-breached = 未按约履行
status-transferred = 已转办
status-supervising = 督办中
status-replied = 部门已答复
status-follow_up = 回访中
status-closed = 已结案
status-archived = 已归档
status-reopened = 重新启动
status-suspended = 中止
status-withdrawn = 撤回
status-merged = 并案

close_reason-performed = 协议已履行
close_reason-immediate = 达成协议并即时履行
close_reason-explained = 政策解释/释疑
close_reason-dept_resolved = 部门办结
close_reason-converted = 转化为提案/社情民意等
close_reason-guided_legal = 引导调委会/仲裁/诉讼
close_reason-not_agreed = 调解不成告知
close_reason-withdrawn = 申请人撤回
close_reason-declined = 不予受理
close_reason-merged = 并入他案
close_reason-unreachable = 无法联系

interview_kind-reception = 接访谈话
interview_kind-investigation = 调查笔录
interview_kind-field = 走访记录
interview_kind-phone = 电话记录
interview_kind-heart_to_heart = 谈心谈话
interview_kind-supplement = 补充笔录

consent_scope-basic = 为办理诉求收集使用个人信息
consent_scope-sensitive = 处理敏感个人信息（单独同意）
consent_scope-provide_dept = 向指定部门提供（单独同意，逐个接收方）
consent_scope-record_av = 拍照/录音
consent_scope-publicity = 案例宣传（去标识化）
consent_scope-observe = 允许旁听

consent_status-granted = 同意
consent_status-refused = 不同意
consent_status-withdrawn = 已撤回
consent_status-not_asked = 未征求

review_level-info = 提示
review_level-warn = 待核
review_level-block = 待裁决

consent_method-paper = 书面
consent_method-tablet = 平板签名
consent_method-oral = 口头（有见证人）

need-read_aloud = 需要宣读
need-dialect = 方言
need-wheelchair = 轮椅通道
need-interpreter = 翻译或手语

readback-read = 本人阅读
readback-read_aloud = 向其宣读
readback-refused = 拒绝确认

sector-ccp = 中国共产党
sector-rckk = 民革
sector-cdl = 民盟
sector-cndca = 民建
sector-capd = 民进
sector-cpwdp = 农工党
sector-czgp = 致公党
sector-jiusan = 九三学社
sector-tdsgl = 台盟
sector-nonparty = 无党派人士
sector-youth = 共青团和青联
sector-trade_union = 总工会
sector-women = 妇联
sector-acfic = 工商联
sector-cast = 科协
sector-taiwan_fed = 台联
sector-overseas_cn = 侨联
sector-arts = 文化艺术
sector-sci_tech = 科学技术
sector-social_sci = 社会科学
sector-economy = 经济
sector-agriculture = 农业和农村
sector-education = 教育
sector-sports = 体育
sector-press = 新闻出版
sector-health = 医药卫生
sector-foreign_friend = 对外友好
sector-welfare = 社会福利和社会保障
sector-env_res = 环境资源
sector-ethnic = 少数民族
sector-religion = 宗教
sector-special = 特别邀请人士
sector-hk = 特邀香港人士
sector-macao = 特邀澳门人士

specialty-law = 法律服务
specialty-labor = 劳动用工
specialty-health = 医疗卫生
specialty-education = 教育
specialty-agri = 农业农村
specialty-construction = 城乡建设
specialty-finance = 金融财税
specialty-culture = 文化艺术/非遗
specialty-psychology = 心理疏导
specialty-enterprise = 企业经营
specialty-mediation = 矛盾调处
specialty-tech = 科技信息
