use super::*;

fn checked(windows: &[Window]) -> Result<(), ScheduleRefusal> {
    check(windows, Lengths::default())
}

#[test]
fn a_week_in_any_order_is_taken() {
    let at = Whereabouts::At(point(1));
    let windows = [
        window(1, (13, 0), (24, 0), at),
        window(7, (0, 0), (24, 0), Whereabouts::Road),
        window(1, (9, 0), (13, 0), Whereabouts::Road),
    ];
    assert_eq!(checked(&windows), Ok(()));
    assert_eq!(checked(&[]), Ok(()));
}

#[test]
fn a_window_is_on_quarters_and_ends_after_it_starts() {
    let road = Whereabouts::Road;
    for bad in [
        window(0, (9, 0), (12, 0), road),
        window(8, (9, 0), (12, 0), road),
        window(1, (9, 0), (9, 0), road),
        window(1, (12, 0), (9, 0), road),
        window(1, (9, 10), (12, 0), road),
        window(1, (9, 0), (12, 1), road),
        window(1, (9, 0), (24, 15), road),
    ] {
        assert_eq!(checked(&[bad]), Err(ScheduleRefusal::BadWindow), "{bad:?}");
    }
}

#[test]
fn nobody_is_in_two_places() {
    let (road, at) = (Whereabouts::Road, Whereabouts::At(point(1)));
    let morning = window(3, (9, 0), (12, 0), road);
    for other in [(8, 10), (11, 13), (10, 11), (9, 12)] {
        let other = window(3, (other.0, 0), (other.1, 0), at);
        assert_eq!(checked(&[morning, other]), Err(ScheduleRefusal::Overlap), "{other:?}");
        assert_eq!(checked(&[other, morning]), Err(ScheduleRefusal::Overlap), "{other:?}");
        assert_eq!(checked(&[morning, Window { weekday: 4, ..other }]), Ok(()));
    }
}

#[test]
fn lengths_are_bounded_quarters() {
    let good = Lengths { slot: 15, buffer: 0, travel: 180 };
    assert_eq!(check(&[], good), Ok(()));
    assert_eq!(check(&[], Lengths { slot: 480, ..good }), Ok(()));
    for bad in [
        Lengths { slot: 0, ..good },
        Lengths { slot: 20, ..good },
        Lengths { slot: 495, ..good },
        Lengths { buffer: 10, ..good },
        Lengths { buffer: 195, ..good },
        Lengths { travel: 195, ..good },
    ] {
        assert_eq!(check(&[], bad), Err(ScheduleRefusal::BadLengths), "{bad:?}");
    }
}
