//! Choices of a few words.

use dockerspec_core::bases::PackageManager;
use dockerspec_core::dockerfile::{Network, Security, Sharing};
use dockerspec_core::{Distribution, nearest};
use proc_macro2::Ident;
use quote::quote;

use super::line::{Argument, Line, Operand, listed};
use super::refusal::Refusal;
use crate::error::Place;

/// One line a choice: the word of each variant.
macro_rules! choices {
    ($($type:ident { $($word:ident => $variant:ident),+ $(,)? })+) => {
        $(
            impl Operand for $type {
                type Value = Self;

                fn read(line: &mut Line<'_>) -> Result<Argument<Self>, Refusal> {
                    if let Some(value) = line.expression() {
            return Ok(value);
        }
                    let words = [$(stringify!($word)),+];
                    let expected = format!("one of {}", listed(&words));
                    let Some(word) = line.ident() else { return Err(line.expected(&expected)) };
                    let (variant, value) = match word.to_string().as_str() {
                        $(stringify!($word) => (stringify!($variant), Self::$variant),)+
                        other => {
                            let refusal = Refusal::new(Place::at(word.span()), format!("expected {expected}, and not `{other}`"));
                            return Err(match nearest(other, words.into_iter()) {
                                Some(nearest) => refusal.help(format!("write `{nearest}`")),
                                None => refusal,
                            });
                        }
                    };
                    let variant = Ident::new(variant, word.span());
                    Ok(Argument { tokens: quote!(::dockerspec::$type::#variant), value: Some(value) })
                }
            }
        )+
    };
}

choices! {
    Network { default => Default, none => None, host => Host }
    Security { sandbox => Sandbox, insecure => Insecure }
    Sharing { shared => Shared, private => Private, locked => Locked }
    Distribution {
        debian => Debian, alpine => Alpine, red_hat => RedHat, wolfi => Wolfi, suse => Suse, arch => Arch,
        azure_linux => AzureLinux, busybox => Busybox, scratch => Scratch,
    }
    PackageManager {
        apt => Apt, apk => Apk, dnf => Dnf, microdnf => Microdnf, yum => Yum, tdnf => Tdnf, zypper => Zypper,
        pacman => Pacman, none => None,
    }
}
