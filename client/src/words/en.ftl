# What the screens say in English. The same messages with the same gaps stand in zh-CN.ftl.

## Everywhere
back = Back
cancel = Cancel
close = Close
done = Done
print = Print
undo = Undo
list-comma = ,{" "}
that-is-you = you
somebody = somebody
somebody-new = New member
as-of = as of { $time }
unsent = { $n ->
    [0] nothing to send
    [one] { $n } to send
   *[other] { $n } to send
}
two-versions = two versions
loading = Opening from this tablet …
nav = Main pages
nav-today = Today
nav-cases = Cases
nav-new = New
nav-review = Review
nav-people = People
nav-me = Me
lost-heading = There is nothing at this address
lost-home = Back to today

## Days
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-this-year = { $day } { $month }
day-full = { $day } { $month } { $year }
day-with-weekday = { $weekday }, { $day } { $month }
day-and-clock = { $day } { $clock }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
greeting-morning = Good morning, { $name }
greeting-noon = Good day, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }

## Looks
language = Language
text-size = Text size
text-size-step = { $step ->
    [1] Normal
    [2] Large
    [3] Larger
   *[other] Largest
}
text-size-sample = The members’ studio: let us talk it over.
hand = Writing hand
hand-right = Right
hand-left = Left
look = Light
look-light = Light
look-dark = Dark

## Filled in wrongly
wrong-empty = This must be filled in.
wrong-login-characters = A login name has letters a–z and digits only.
wrong-login-length = A login name has 3 to 32 letters or digits.
wrong-passphrase-short = A passphrase has at least 8 characters: take a sentence only you know.
wrong-passphrase-long = This passphrase is too long: make it shorter.
wrong-again = The two passphrases differ.
wrong-label = A tablet’s label has 1 to 8 letters or digits, such as P03.
wrong-code-length = A code has 20 characters: check for one too many or too few.
wrong-code-lookalike = A code has no 0, O, 1 or I: compare it once more.
wrong-code-character = A code has letters and digits only: compare it once more.

## Founding
found-title = Parlor
found-heading = Found a studio
found-lead = You will be its first convener. Everything here can be changed later, save the label of the tablet.
found-studio = Name of the studio
found-studio-hint = Such as: First Members’ Studio of Example District
found-name = Your name
found-name-hint = What the other members see
found-login = Login name
found-login-hint = 3 to 32 letters or digits, for logging in on another tablet
found-passphrase = Passphrase
found-passphrase-hint = At least 8 characters. Known to you alone, not even to the server
found-again = Passphrase once more
found-again-hint = To be sure it was typed right
found-tablet = Label of this tablet
found-tablet-hint = Such as P01; it stands in numbers given offline
found-do = Found the studio
found-busy = Founding …

## Recovery sheet
sheet-heading = Recovery sheet
sheet-once = Print it now. It is shown this once only.
sheet-whose = { $studio } · { $person } · { $day }
sheet-how = If the passphrase is forgotten: choose “recovery sheet” where you log in and type the code above.
sheet-keep = Lock it away. Whoever has it can open all that you can open.
sheet-done = Put away, begin

## Joining
join-title = Join a studio
join-code-heading = Type the invitation code
join-code-lead = The convener gives you the code. It is good for 24 hours and once only. You can also scan the square code with the camera.
join-code = Invitation code
join-code-hint = 20 characters without 0, O, 1 and I; small letters and spaces are welcome
join-look = Next
join-looking = Looking …
join-is-you = Joining { $studio }: is this you?
join-invited-by = { $name } invites you.
join-do = That is me, join
join-busy = Joining …
join-not-me = That is not me

## Logging in on this tablet
log-in-title = Log in
log-in-heading = Log in on this tablet
log-in-lead = For those who are members already. The first time needs the network.
log-in-do = Log in
log-in-busy = Logging in …

## Unlocking
unlock-title = { $studio } · { $tablet }
unlock-choose = Choose your name
unlock-nobody-chosen = Choose your name, then type the passphrase.
unlock-join = Join with a code
unlock-log-in = I am a member, new to this tablet
unlock-sealed = What is unsent is kept sealed: changing over loses nothing, and it is sent by itself.
unlock-do = Open
unlock-busy = Opening …
unlock-forgotten = Passphrase forgotten
unlock-forgotten-help = Ask a convener to invite you again, or use your printed recovery sheet. What is unsent on this tablet is not lost.
unlock-broke = The program failed and was started again. What was saved is there: enter your passphrase once more.

## Delivery
reach-device = on this tablet
reach-relay = at the server
reach-office = at the office
reach-device-means = written to this tablet; a power cut does not lose it
reach-relay-means = written to the server’s disk
reach-office-means = a device of the office has it
sync-done = All delivered
sync-sending = Sending { $n }
sync-fetching = Fetching, { $wanted } to go
sync-offline = Offline
sync-offline-waiting = Offline, { $n } to send
sync-needs = Needs attention
sync-heading = Delivery
sync-last-contact = Last contact { $time }
sync-no-contact = No contact with the server yet
sync-retry = Try now
sync-nothing-waits = Nothing waits to be sent.
sync-more = { $n } more records have something on its way.

## People
people-heading = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
people-none-yet = The roll has not reached this tablet yet.
people-not-joined = not joined yet
people-gone = removed
invite-do = Invite
invite-heading = Invite somebody
invite-name = Name
invite-name-hint = Shown to them when they open the invitation
invite-role = Role
invite-make = Make the invitation
invite-busy = Making the invitation …
invite-made = Ask { $name } to scan this or to type the code before { $time }.
invite-qr = Square code of the invitation
invite-or-type = Or type this on the page “Join a studio”:
invite-once = Good for once. Hand it over in person or by a way you trust.

## Me
me-tablet = tablet { $label }
me-people = People and invitations
me-lock = Lock, change over
me-looks = Looks
me-storage = Space on this tablet
me-storage-used = { $used } used of { $allowed }
me-storage-nearly-full = Space is running out. Connect soon, so that what is here can be sent.
me-storage-kept = The browser has promised to keep what is here.
me-storage-not-kept = The browser has not promised to keep what is here; it may clear it when space runs out.
me-storage-keep = Ask the browser to keep it
me-leave = Leave this tablet
me-leave-means = Leaving deletes all that is yours on this tablet. To change over only, use “Lock”.
me-leave-refused = { $n ->
    [one] { $n } item is
   *[other] { $n } items are
} not delivered; leaving now would lose it, so you cannot. Connect, and wait until all is delivered.
me-leave-do = Leave and delete
me-leave-sure = All that { $name } wrote is at the server. It can be deleted from this tablet.
me-version = Parlor { $version }

## Everywhere, continued
add = Add
remove = Remove
restore = Put back
yes = yes
no = no
something = another record
in-force = in force
nothing-yet = –
not-chosen = not chosen
take-out = Take { $name } out
late-entry = added later
saved-at = on this tablet { $time }
due = due { $day }
overdue = { $n ->
    [one] ! overdue by { $n } day
   *[other] ! overdue by { $n } days
}
update-ready = A new version lies ready. Updating does not touch what is saved.
update-do = Update now
sync-studio = Studio and roll
office-device = This is a device of the office
office-device-means = Only what a device of the office has counts as “at the office”
people-office-device = {" "}· office

## Opened for the first time
welcome-heading = The members’ parlor
welcome-lead = Let us talk it over. Records are kept without a network, and delivered when there is one.
welcome-found = To found a new studio, open the link that the server shows when it starts.
log-in-recover = Passphrase forgotten, use the recovery sheet
recover-title = Recovery sheet
recover-heading = Log in with the recovery sheet
recover-lead = Type the code on the sheet and choose a new passphrase.
recover-code = Code on the sheet
recover-passphrase = New passphrase
recover-do = Set the passphrase and log in

## Today
today-open = open cases
today-due = due soon
today-review = to review
today-due-heading = To do
today-nothing-due = Nothing is due soon.
today-due-more = { $n } more: see “Due this week” among the cases.
today-latest = Go on with
today-nothing-latest = No record yet. “New” begins one in two taps.
told = { $field } of “{ $title }”: what you wrote, “{ $lost }”, does not stand; now it is “{ $stands }”.
told-before = Before: “{ $before }”.
told-by = Decided: { $who }.
told-reason = Reason: { $reason }
told-seen = I see

## New
new-something = New
new-interview = Interview
new-interview-hint = Begin to talk now; the case is filled in later
new-case = Register a visit
new-case-hint = Parties and category come later
new-title = Visit, { $day } { $time }

## List of cases
search = Find a case
search-hint = characters, pinyin initials, end of a phone number
chips = Filter
chip-all = All
chip-open = Open
chip-mine = Mine
chip-due = Due this week
chip-two-versions = Two versions
cases-choose = Choose a case on the left.
cases-none = No case yet. “New” registers the first.
cases-no-match = No case matches. Try a name, its pinyin initials or the last four digits of a phone number.
cases-found = { $found } of { $total }
cases-found-so-far = { $found } of { $total }, { $wanted } more being fetched
cases-shown = the latest { $n } are listed
cases-more = List { $n } more

## Case
case-untitled = (untitled)
case-not-here = This case is not on this tablet, or is not for you to read.
case-read-only = You can read this and not change it.
case-set-aside = { $n ->
    [one] One change
   *[other] { $n } changes
} by { $author } in “{ $title }” ({ $part }) could not be read. Set aside; nothing else is touched.
case-parts = Parts of the case
case-part-story = What happened
case-part-register = Register
case-part-parties = Parties
status-disputed = Status to decide ({ $n })
risk-tag = Risk: { $risk }
reviews-here = { $n } to review
add-interview = Interview
add-note = Add a note
move-on = Move on
note-text = Note
note-hint = A note that was written is not changed; add another
note-save = Write it down
with-draft = { $name } (draft)
draft-left = These words are from before. They were kept on this tablet and are not handed in yet.

## What happened
timeline-filter = Show
timeline-all = All
timeline-interviews = Interviews
timeline-visits = Visits
timeline-notes = Notes
timeline-changes = Changes
timeline-empty = There is nothing here yet.
event-step = Moved to “{ $to }”
event-step-illegal = Moved to “{ $to }” (not a legal step, to decide)
event-visit = Visit
event-interview = Interview
event-note = Note
event-opened = Draft opened
event-party = Party added
event-consent = { $scope }: { $status }
event-decision = Settled: { $place }
event-decision-undone = Settled: { $place } (undone)
event-adopted = { $n ->
    [one] { $n } late change of { $name } ({ $label }) taken in
   *[other] { $n } late changes of { $name } ({ $label }) taken in
}
taken-in = late, taken in by { $name }

## Moving on
step-from = It stands at “{ $status }”.
step-to = Move to “{ $status }”
step-to-with-reason = Move to “{ $status }” (give a reason)
step-reason = Reason
step-reason-hint = Where one is needed; it stands in the case’s story
step-none = There is no step from here that is yours to take.
step-disputed = The case was moved in two ways. Settle that in the review first.
step-needs = Still needed: { $need }
step-reason-says = The reason says: { $need }
step-need-between = {"; "}
step-go = Go to “{ $place }”
step-need-visitor = a visitor, or a note that none wants to be named
step-need-category = the category
step-need-appeal = what is asked for
step-need-received = who received it and when
step-need-consent = consent to keep personal details
step-need-acceptance = the decision to take it on
step-need-lead = the member who answers for it
step-need-declined = the decision to decline
step-need-declined-reason = why it is declined, and where the visitor was sent
step-need-instant = the decision “answered on the spot”
step-need-answer = the answer
step-need-main-case = the main case
step-need-close-reason = how it ended
step-need-no-blocks = settle what is to be decided first
step-need-guidance = where people were guided to
step-need-shortfall = which papers are missing, and until when they may be brought
step-need-wish = how the wish to withdraw was expressed
step-need-rest-cause = why the case rests
step-need-answer-given = what was answered
step-need-further-inquiry = what is to be looked into further
step-need-performed-at-once = what was performed on the spot
step-need-performed-late = what was performed late
step-need-remedies = which remedies the parties were told of
step-need-sent-back-cause = why the answer goes back
step-need-reopen-cause = why the case begins anew

## Register
register-case = The case
register-origin = Where it came from
story-not-here = The texts are not on this tablet, or are not for you to read.
acceptance-reason = Reason, and where the visitor was sent
acceptance-reason-hint = Needed when it is declined
acceptance-do = Write the decision down

## Fields
field-title = Title
field-title-hint = No full names: 赵某
field-appeal = What is asked for
field-facts = What is known
field-close_note = How it ended
field-tags = Tags
field-location_detail = Exact place
field-category = Category
field-secondary = Other categories
field-appeal_kind = Kind of appeal
field-channel = How it came
field-urgency = Urgency
field-risk = Risk
field-sensitivity = Sensitive
field-acceptance = Decision to take on
field-lead = Member who answers for it
field-assist = Members who help
field-town = Town or street
field-community = Community or village
field-grid = Grid
field-incident_at = When it happened
field-incident_count = How often
field-deadlines = Deadlines
field-close_reason = How it ended
field-merged_into = Joined with
main-case-choose = Choose the main case
main-case-not-here = The main case is not on this tablet
field-status = Status
field-status_log = Status
field-temp_no = Temporary number
field-case_no = Official number
field-received_at = Received
field-received_by = Received by
field-party_role = Role in the case
field-role = Role
field-party_kind = Kind of party
field-kind = Kind
field-name = Name
field-name-hint = Leave it empty for a visitor who does not want to be named
field-gender = Gender
field-birth_year = Year of birth
field-ethnicity = Ethnic group
field-occupation = Occupation
field-employer = Employer
field-contact = Person to ask for
field-phone = Phone
field-phones = Phones
field-address = Address
field-id_type = Kind of identity document
field-id_no = Identity number
field-bank_account = Bank account
field-guardian_of = Guardian of
field-agent_for = Acts for
field-authorisation = How far they may act
field-needs = Needs
field-consents = Consent
field-visit_kind = First or repeat visit
field-headcount = Headcount
field-summary = What the visit was about
field-answer = Answer on the spot
field-narrative = What was told
field-q = Question
field-a = Answer
field-body = Content
field-purpose = Purpose
field-conclusion = What came of it
field-refusal = Why nobody signed
field-interview_kind = Kind of talk
field-interviewee = Who speaks
field-interviewer = Who asks
field-recorder = Who writes
field-start_ms = Begin
field-end_ms = End
field-at_ms = Time
field-place = Place
field-present = Present
field-readback = Confirmed
field-contradictions = Contradictions
field-evidence = Evidence
field-findings = Found on site
field-measurements = Measured
field-removed = Removed
fact-removed = removed
fact-not-removed = not removed
# Texts hold a mark in place of a party’s name
tag-party = party { $n }
tag-means = { $tag } is { $name }
item-parties = Party
item-visits = Visit
item-interviews = Interview
item-qa = Question
item-contradictions = Contradiction
item-evidence = Evidence
item-findings = Found on site
item-measurements = Measured

## Visits
visits = Visits
visit-add = Register a visit
assist-hint = Whoever is added can read and write this case. Taken out again they can still open it: see “Who can open it”
past = What stood before
past-hint = Nothing that anybody wrote is gone: who wrote it, where and when.
past-open = See what
past-empty = Nothing has been written over yet.
past-stands = stands
sharing = Who can open it
sharing-count = { $n ->
    [one] { $n } person can open this case
   *[other] { $n } people can open this case
}
sharing-open = See who
sharing-by-role = by their role
sharing-by-name = let in by name
sharing-lead-first = choose another lead first
sharing-take = Shut out
sharing-take-sure = Shut { $name } out of this case? Whatever is written from now on stays hidden from them; what they have not sent yet is handed to the office first, and then cleared from their tablet.
sharing-not-yours = Whoever began this case, the conveners and the office decide who can open it.
sharing-add = Let somebody else in
sharing-add-do = Let them read and write
sharing-all = Every member can open it already.
tag-add = Add a tag
field-case_no-hint = Given by the office, such as 样〔2026〕接字第0012号

## Parties
people-not-here = The parties are not on this tablet, or are not for you to read.
parties-none = No parties yet.
party-add = Add a party
party-add-do = Add
party-unnamed = (not named)
party-more = More details
party-remove = Remove this party
party-removed = { $name } (removed)
phone-also = also
masked-there = An identity number or bank account is hidden. Looking at it is written down.
masked-show = Look, and write it down
consents = Consent
consents-none = No consent was asked for yet.
consent-ask = Ask for consent
consent-grant = Note: agrees
consent-refuse = Note: does not agree
consent-withdraw = Note: withdraws
consent-scope = For what
consent-party = Who answers
consent-dept = Given to which department
consent-witness = Witness, or the words used
consent-of = { $who } { $scope } { $dept }

## Interview
interview-not-here = This interview is not on this tablet.
questions = Questions and answers
question-add = Add a question
findings-heading = Contradictions, evidence, findings
corrections = Corrections
correction-text = What the interviewee wants corrected
correction-add = Write the correction down
present-add = Add somebody present

## Review
review-heading = { $n } to review
review-nothing = Nothing to review.
review-more = { $n ->
    [one] { $n } more waits; it shows once these are settled.
   *[other] { $n } more wait; they show once these are settled.
}
review-base = Before: { $value }
review-use = Use { $letter }
review-propose = I would use { $letter }
review-proposed-by = { $names } would use this
review-keep-both = Keep both
review-fine = It is fine
review-rewrite = Rewrite
review-rewrite-as = Make it
review-rewrite-do = Use this
review-later = Later
review-reason = Reason (if you like)
review-reason-needed = Reason (needed)
review-not-yours = You can say which you would use; a convener or the office decides.
review-reopened = opinions differ, open again
review-decided = Settled
review-undo-reason = Takes back what was just settled
review-undone = Undone: it is open again.
review-not-undone = Not undone. { $why }
topic-values = two versions
topic-raised = higher one taken
topic-paragraph = same paragraph
topic-removed = removed and edited
topic-status = two states
topic-illegal = not a legal step
topic-consent = two answers
topic-values-means = Two people wrote different things without seeing each other’s. The one in force is used for now; the other is not lost.
topic-raised-means = Two people chose different levels; the higher one is used for now.
topic-paragraph-means = Two people changed the same paragraph, and all their words are kept. Please read it through.
topic-removed-means = One person removed it while another changed it. It is shown again for now.
topic-status-means = Two people moved the case in different ways. Until it is settled the case stays where it was before.
topic-illegal-means = This step is not a legal one and has no effect.
topic-consent-means = Different answers to one question were written down; the one safer for the party is used for now.
time-happened = happened { $time }
time-recorded = recorded { $time }
time-kept = at the server { $time }
time-not-kept = not at the server yet

## Not done
trouble-other = Not done: { $detail }
trouble-restarted = The program was just started anew. See whether the last thing was saved; if not, do it once more.
trouble-offline = This needs the network, and the server does not answer. Try again when it does; nothing else is touched.
trouble-fails = The program failed twice while writing this, and it is not saved. Your words are still here: copy them, open Parlor anew and try again.
trouble-disk-full = This tablet is full and did not save it. Free some space, then try again.
trouble-disk-taken = Parlor is using this tablet’s records in another window. Close that one.
trouble-disk-broken = The tablet did not save it. Open Parlor anew; if it stays so, tell the administrator.
trouble-not-here = This is not on this tablet, or is not for you to read.
trouble-forbidden = You have no right to do this.
trouble-no-key = The key to this has not come yet. It will, once there is a network.
trouble-refused = The server did not take it; the versions may differ. It is still on this tablet. Update and try again; if it stays so, tell whoever looks after the server.
trouble-refused-forbidden = You have no right to change this record, so the server did not take it. It is still on this tablet. Ask a convener.
trouble-refused-late = The right was taken away since: somebody who can open this record has to hand it in for you. It is still on this tablet.
trouble-refused-erased = The names and words of this record were erased for ever as requested; nothing more is kept of it.
trouble-refused-given = They have that right already.
trouble-refused-quota = Too much at once for the server. It is still on this tablet and is sent again by itself.
trouble-refused-moved = People or rights have just changed. It is still on this tablet and is sent again by itself.
trouble-bad-answer = The server’s answer cannot be read; the versions may differ. Update, then try again.
trouble-code-length = A code has 20 characters: check for one too many or too few.
trouble-code-character = There is a character that no code has: letters and digits only, without 0, O, 1 and I.
trouble-passphrase-short = A passphrase has at least 8 characters: take a sentence only you know.
trouble-passphrase-long = This passphrase is too long: make it shorter.
trouble-wrong-passphrase = The passphrase is wrong: try again.
trouble-bad-login = A login name has 3 to 32 letters or digits.
trouble-unsent = Something is not delivered yet and would be lost. Connect, and wait until all is delivered.
trouble-locked = The tablet is locked: open it first.
trouble-busy = The last change is still on its way to the server: wait a moment.
trouble-interrupted = The storage failed in between, and it is not known whether this was done. Look, and do it again if it was not.
trouble-relay-unreadable = The server cannot read this request; the versions may differ. Update, then try again.
trouble-relay-origin = The server takes no page opened at this address. Use the address that it gives.
trouble-relay-absent = The server has no such thing.
trouble-relay-session = The session has ended: open it once more.
trouble-relay-wait = Too many tries. Wait a few minutes.
trouble-relay-token = This link is wrong or was used already. Copy the whole line from the server’s window once more.
trouble-relay-log-in = The login name or the passphrase is wrong.
trouble-relay-login-taken = Somebody has this login name: take another.
trouble-relay-busy = The server was busy and did not do it. Try once more.
trouble-relay-disk = The server’s disk failed and did not keep it. It is still on this tablet. Tell the administrator.
trouble-invitation-unknown = There is no such code. Compare it once more; if it is right, it may have been taken back.
trouble-invitation-used = This code was used already. Each is good for once: ask the convener for another.
trouble-invitation-expired = This code has expired. A code is good for 24 hours: ask the convener for another.
trouble-invitation-taken = This invitation was used a moment ago. Ask the convener for another.
trouble-sheet-unknown = There is no such sheet, or a newer one has replaced it.
trouble-label-taken = Another tablet has this label: take another.
trouble-clock-off = This tablet’s clock differs much from the server’s. Set it right.
trouble-heals = The server’s records were replaced; they are being compared with this tablet’s. Nothing is lost. Stay connected.
trouble-set-aside = One change could not be read. It was set aside; nothing else is touched.
trouble-erased = The names and contents of a case were erased for ever, as was asked for.
trouble-erased-unsent = The names and contents of a case were erased for ever, as was asked for. What you had not sent of it is gone, too; nothing else is touched.
trouble-edit-too-long = This is longer than the field holds.
trouble-edit-empty = This must be filled in.
trouble-edit-not-a-date = Write a date as 2026-11-23, 2026-11 or 2026.
trouble-edit-not-a-code = Choose one of those listed.
trouble-edit-out-of-range = The number is out of range: look at it again.
trouble-edit-changed = This has just changed. Look at it again, then change it.
trouble-edit-removed = This was removed. Put it back before changing it.
trouble-edit-twice = This is there already and is not changed.
trouble-edit-list-full = This list is full.
trouble-edit-not-yours = This is for a convener or the office to do.
trouble-edit-went-on = The case has gone on since this was decided. Move it on from where it stands now.
trouble-edit-no-such-step = From here the case cannot go there.
trouble-edit-needs = Something is still needed for this step: see below it.
trouble-edit-later = This step needs what this version does not have yet.
trouble-edit-status-disputed = The case was moved in two ways. Settle that in the review first.
trouble-edit-no-reason = Please give a reason.
trouble-edit-wrong-choice = This cannot be settled in this way.
trouble-edit-label-taken = Another tablet has this label: take another.
trouble-edit-broken = The record was not changed. Open it anew; if it stays so, tell the administrator.
people-redo = { $n } changes of the roll (invitations, joinings or roles) were lost when the relay was put back from an old copy. Please do them again.

# Erasing for ever

erase-do = Erase names and contents for ever…
erase-heading = Erase the names and contents of this case for ever?
erase-what-goes = The names and phone numbers of the parties, the talks, the story and the notes are destroyed on the relay and on every tablet. Nobody can bring them back. What others have not sent of it yet goes as well.
erase-what-stays = Numbers, categories, dates and the status stay, so every count stays.
erase-backups = Backups made before still hold it until they expire; when one is put back, it is destroyed again at once.
erase-not = Keep it
erase-for-ever = Erase for ever
# Removal, late changes, passphrase
trouble-removed = This device was removed from the studio. What is not delivered goes to the server first; then this tablet is cleared.
trouble-tray-full = The server’s tray for late changes is full. The changes are still on this tablet. The office has to look through the tray first.
trouble-vault-older = The passphrase was just changed on another device. Unlock with the new one first.
trouble-vault-changed = The passphrase was changed on another device. Lock, then unlock with the new one.
trouble-renew = Another device of yours was removed. Change your passphrase under “Me”: then it opens nothing new.
wiped-notice = { $name } was removed from the studio. All their changes are with the server, and their records are gone from this tablet.
removed-you = You were removed from the studio.
removed-you-left = { $n } changes are still on their way to the server. When they are there, the records here are cleared.
case-closed = You may no longer read this case. { $n } changes are still on their way to the server; when they are there, the case goes from this tablet.
member-change = Change
member-heading = Change { $name }
member-role = Role
member-role-hint = There may be several: a tap adds one, another takes it away.
member-role-do = Give these roles
member-role-sure = { $name } will have the roles: { $role }.
member-devices = Devices
member-device-remove = Remove the device { $label }
member-device-sure = Remove the device { $label }? It hands in what is not delivered, then it is cleared. Do this for a lost tablet, and have its owner change the passphrase.
member-remove = Remove from the studio
member-remove-sure = Remove { $name } from the studio? They will see nothing new; what is not delivered goes to the office first.
member-remove-means = For somebody who leaves the studio. If only a tablet was lost, strike that off above.
member-again = Passphrase forgotten, or joining anew
member-again-means = Makes a new invitation for this person. They choose a new passphrase with it, stay the same person, and open what you can open.
member-again-do = Invite again
tray-heading = Late changes
tray-open = Late changes
tray-means = These changes arrived after their author was removed or lost the right. Take them into the case, or throw away what is not wanted. After 90 days they are cleared.
tray-none = There are no late changes.
tray-new-case = A case not seen before
tray-row = { $name } · { $label } · { $n } changes
tray-adopt = Take into the case
tray-dismiss = Throw away
tray-dismiss-sure = Throw away { $n } changes by { $name }? They cannot be brought back.
tray-look-again = Look again
passphrase-heading = Passphrase
passphrase-old = Present passphrase
passphrase-new = New passphrase
passphrase-again = The new passphrase once more
passphrase-differs = The two are not the same.
passphrase-do = Change the passphrase
passphrase-done = The passphrase is changed. Other devices take the new one when they are next online.
