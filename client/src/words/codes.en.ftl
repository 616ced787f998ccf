# What the codes are called in English. A code never changes; what it is called may.

studio_type-district = District
studio_type-sector = Sector
studio_type-personal = Named after a member
studio_type-functional = Special purpose

role-first_convener = First convener
role-convener = Convener
role-member = Member
role-clerk = Clerk (office)
role-dept_liaison = Department liaison
role-invited_expert = Invited expert or mediator
role-cppcc_office = District office (guidance)
role-auditor = Auditor (reads only)
role-admin = Administrator

channel-sunday_reception = Sunday reception
channel-reception_day = Reception day
channel-duty_shift = Member on duty
channel-field_visit = Heard on a field visit
channel-grid = Heard in the neighbourhood grid
channel-phone = Phone call
channel-letter = Letter
channel-online = Online message
channel-dept_referral = Handed over by a department
channel-cppcc_assigned = Assigned by the district office
channel-member_found = Found by a member

category-labor_injury = Injury at work
category-wages = Wages owed
category-labor_other = Other labour dispute
category-neighborhood = Neighbours
category-family = Marriage, family, support
category-inheritance = Inheritance, division of property
category-land = Land taken, compensation
category-homestead = House and homestead
category-forest_land = Forest and contracted land
category-property_mgmt = Property management, owners’ committee
category-housing = Housing
category-public_security = Public order
category-traffic = Traffic
category-consumer = Consumer rights
category-contract = Contract, debt, business
category-personal_injury = Other compensation
category-education = Education
category-medical = Medical care
category-social_security = Social and medical insurance, pension
category-assistance = Relief and help
category-environment = Environment, noise, fumes
category-urban_mgmt = Streets and city services
category-business_env = Business environment
category-village_affairs = Village affairs
category-culture_sport = Culture and sport
category-policy_consult = Policy question
category-other = Other

appeal_kind-help = Asks for help
appeal_kind-dispute = Dispute to settle
appeal_kind-complaint = Complaint
appeal_kind-suggestion = Suggestion
appeal_kind-consult = Question
appeal_kind-clue = Information

visit_kind-first = First visit
visit_kind-repeat = Repeat visit
visit_kind-return = Return visit

urgency-normal = Ordinary
urgency-urgent = Urgent
urgency-critical = Critical (may escalate or endanger)

risk-none = None
risk-yellow = Yellow
risk-orange = Orange
risk-red = Red

sensitivity-health = Health
sensitivity-identity_doc = Identity number
sensitivity-finance = Bank account
sensitivity-minor_u14 = Child under 14
sensitivity-minor = Minor (14–18)
sensitivity-victim = Victim, domestic violence
sensitivity-religion = Religion
sensitivity-biometric = Biometric (fingerprint, face)
sensitivity-whereabouts = Whereabouts
sensitivity-trade_secret = Trade secret
sensitivity-case_investigation = Under investigation (no details to be recorded)

party_role-applicant = Applicant
party_role-respondent = Respondent
party_role-joint_applicant = Joint applicant
party_role-third_party = Interested third party
party_role-agent = Agent
party_role-guardian = Guardian
party_role-representative = Chosen representative (5 at most)
party_role-witness = Witness

party_kind-person = Person
party_kind-org = Organisation
party_kind-group = Group (owners, workers …)

acceptance-accept = Accepted
acceptance-decline_judicial = Declined: before a court or tribunal
acceptance-decline_discipline = Declined: an accusation, for the discipline inspection
acceptance-decline_secret = Declined: state secret
acceptance-decline_scope = Declined: outside consultation, for the department in charge
acceptance-transfer = Passed on directly
acceptance-instant = Answered on the spot
acceptance-supplement = Decide after more material

status-draft = Draft
status-registered = Registered
status-supplementing = Waiting for material
status-accepted = Accepted
status-declined = Declined
status-investigating = Investigating
status-consulting = In consultation
status-agreed = Agreed
status-not_agreed = Not agreed
status-performing = Being carried out
status-breached = Not carried out as agreed
status-transferred = Passed on
status-supervising = Being supervised
status-replied = Department has replied
status-follow_up = Following up
status-closed = Closed
status-archived = Archived
status-reopened = Reopened
status-suspended = Suspended
status-withdrawn = Withdrawn
status-merged = Joined with another

close_reason-performed = Agreement carried out
close_reason-immediate = Agreed and carried out at once
close_reason-explained = Policy explained
close_reason-dept_resolved = Settled by the department
close_reason-converted = Turned into a proposal or report
close_reason-guided_legal = Guided to mediation, arbitration or court
close_reason-not_agreed = Not agreed, parties told
close_reason-withdrawn = Withdrawn by the applicant
close_reason-declined = Declined
close_reason-merged = Joined with another case
close_reason-unreachable = Cannot be reached

interview_kind-reception = Reception talk
interview_kind-investigation = Investigation record
interview_kind-field = Field visit record
interview_kind-phone = Phone record
interview_kind-heart_to_heart = Heart-to-heart talk
interview_kind-supplement = Supplementary record

consent_scope-basic = Collect and use personal details to handle the appeal
consent_scope-sensitive = Handle sensitive details (separate consent)
consent_scope-provide_dept = Give details to a named department (separate consent for each)
consent_scope-record_av = Take photos or record sound
consent_scope-publicity = Publish the case without names
consent_scope-observe = Allow observers

consent_status-granted = Agreed
consent_status-refused = Refused
consent_status-withdrawn = Withdrawn
consent_status-not_asked = Not asked

review_level-info = For information
review_level-warn = To review
review_level-block = To decide

consent_method-paper = On paper
consent_method-tablet = Signed on the tablet
consent_method-oral = Spoken, before a witness

need-read_aloud = Needs things read aloud
need-dialect = Dialect
need-wheelchair = Wheelchair access
need-interpreter = Interpreter or sign language

readback-read = Read by the person
readback-read_aloud = Read aloud to the person
readback-refused = Refused to confirm

sector-ccp = Communist Party of China
sector-rckk = Revolutionary Committee of the Kuomintang
sector-cdl = China Democratic League
sector-cndca = China National Democratic Construction Association
sector-capd = China Association for Promoting Democracy
sector-cpwdp = Chinese Peasants’ and Workers’ Democratic Party
sector-czgp = China Zhi Gong Party
sector-jiusan = Jiusan Society
sector-tdsgl = Taiwan Democratic Self-Government League
sector-nonparty = Without party affiliation
sector-youth = Youth League and youth federation
sector-trade_union = Trade unions
sector-women = Women’s federation
sector-acfic = Federation of Industry and Commerce
sector-cast = Association for Science and Technology
sector-taiwan_fed = Federation of Taiwan Compatriots
sector-overseas_cn = Federation of Returned Overseas Chinese
sector-arts = Literature and art
sector-sci_tech = Science and technology
sector-social_sci = Social sciences
sector-economy = Economy
sector-agriculture = Agriculture and countryside
sector-education = Education
sector-sports = Sports
sector-press = Press and publishing
sector-health = Medicine and health
sector-foreign_friend = Friendship with foreign countries
sector-welfare = Social welfare and security
sector-env_res = Environment and resources
sector-ethnic = Ethnic minorities
sector-religion = Religion
sector-special = Specially invited
sector-hk = Specially invited, Hong Kong
sector-macao = Specially invited, Macao

specialty-law = Legal services
specialty-labor = Labour
specialty-health = Health
specialty-education = Education
specialty-agri = Agriculture
specialty-construction = Construction
specialty-finance = Finance and tax
specialty-culture = Culture and heritage
specialty-psychology = Psychology
specialty-enterprise = Business
specialty-mediation = Mediation
specialty-tech = Science and technology
