//! Roles, groups, and which role may do what to the roll: one table.

use minicbor::decode::{Decoder, Error as DecodeError};
use minicbor::encode::{Encoder, Error as EncodeError, Write};
use minicbor::{Decode, Encode};

/// What somebody is in the studio. One person may be several. A role of a later version is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 第一召集人: answers for the studio.
    FirstConvener,
    /// 召集人.
    Convener,
    /// 委员.
    Member,
    /// 联络员/秘书: the office.
    Clerk,
    /// 部门联络员: sees the slips of one department.
    DeptLiaison,
    /// 特邀专家/调解员: sees the session that he joins.
    InvitedExpert,
    /// 区政协机关: guides, reads what is de-identified.
    DistrictOffice,
    /// 审计员: reads.
    Auditor,
    /// 系统管理员: devices and removals, no case content.
    Admin,
    /// A role of a later version: it may do nothing here.
    Other(u8),
}

impl Role {
    /// Every role that this version knows.
    pub const ALL: [Role; 9] = [
        Role::FirstConvener,
        Role::Convener,
        Role::Member,
        Role::Clerk,
        Role::DeptLiaison,
        Role::InvitedExpert,
        Role::DistrictOffice,
        Role::Auditor,
        Role::Admin,
    ];

    /// The number that stands for the role.
    pub fn code(self) -> u8 {
        if let Role::Other(code) = self {
            return code;
        }
        Self::ALL.iter().position(|role| *role == self).map_or(u8::MAX, |at| at as u8)
    }

    /// The role a number stands for.
    pub fn from_code(code: u8) -> Self {
        Self::ALL.get(usize::from(code)).copied().unwrap_or(Role::Other(code))
    }

    /// The word that stands for the role in records and screens.
    pub fn word(self) -> &'static str {
        match self {
            Role::FirstConvener => "first_convener",
            Role::Convener => "convener",
            Role::Member => "member",
            Role::Clerk => "clerk",
            Role::DeptLiaison => "dept_liaison",
            Role::InvitedExpert => "invited_expert",
            Role::DistrictOffice => "cppcc_office",
            Role::Auditor => "auditor",
            Role::Admin => "admin",
            Role::Other(_) => "other",
        }
    }

    /// Whether the role may do this to the roll.
    pub fn may(self, act: Act) -> bool {
        match self {
            Role::FirstConvener => true,
            Role::Convener => match act {
                Act::Invite | Act::SetRoles | Act::Remove => true,
                Act::TouchFirstConvener => false,
            },
            // an admin holds no group secret, so he has nothing to hand to a newcomer
            Role::Admin => match act {
                Act::Remove => true,
                Act::Invite | Act::SetRoles | Act::TouchFirstConvener => false,
            },
            Role::Member
            | Role::Clerk
            | Role::DeptLiaison
            | Role::InvitedExpert
            | Role::DistrictOffice
            | Role::Auditor
            | Role::Other(_) => false,
        }
    }

    /// Whether the role makes its person a reader of what is sealed to the group.
    pub fn is_in(self, group: Group) -> bool {
        match group {
            Group::Everyone => {
                matches!(self, Role::FirstConvener | Role::Convener | Role::Member | Role::Clerk)
            }
            Group::Office => matches!(self, Role::FirstConvener | Role::Convener | Role::Clerk),
            Group::Conveners => matches!(self, Role::FirstConvener | Role::Convener),
            Group::Auditors => matches!(self, Role::Auditor),
        }
    }

    /// Whether the role holds the group's secret: its members, and for auditors the conveners too, who must be
    /// able to invite one.
    pub fn holds(self, group: Group) -> bool {
        self.is_in(group) || (group == Group::Auditors && self.is_in(Group::Conveners))
    }
}

impl<C> Encode<C> for Role {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.u8(self.code())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Role {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        d.u8().map(Role::from_code)
    }
}

/// What somebody may do to the roll by right of a role. (One's own devices are one's own, and a group's secret
/// may be handed on by whoever holds it: neither takes a role.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Invite somebody.
    Invite,
    /// Give or take roles.
    SetRoles,
    /// Remove a person or another person's device.
    Remove,
    /// Any of these, where the person is or becomes a first convener.
    TouchFirstConvener,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 4] = [Act::Invite, Act::SetRoles, Act::Remove, Act::TouchFirstConvener];
}

/// A named set of persons with a key pair. Liaisons, experts and the district office are in none: they are
/// granted documents by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Group {
    /// Conveners, members, clerks.
    #[n(0)]
    Everyone,
    /// Conveners, clerks.
    #[n(1)]
    Office,
    /// Conveners.
    #[n(2)]
    Conveners,
    /// Auditors.
    #[n(3)]
    Auditors,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 4] = [Group::Everyone, Group::Office, Group::Conveners, Group::Auditors];
}
