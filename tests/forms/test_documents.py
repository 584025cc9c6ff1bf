from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict

from forms.form import build_form
from forms.kinds.document_checks import MOST_BYTES
from forms.questions import KeptFile, Question, Upload
from tests.forms.asking import LIVE, in_locale, question, says, sent, texts

BASE = "individual.verification.document"


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def pdf(password: str = "") -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else None)
    return out.getvalue()


def file(content: bytes, name: str = "Jenny Rosen.jpg") -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def refused(content: bytes) -> list[str]:
    return texts(sent(question("document", BASE), {}, LIVE, {f"{BASE}.front": file(content)}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Label: this file is empty, choose another one"),
        (b"x" * MOST_BYTES, "Label: choose a file that is smaller than 10 MB"),
        (b"GIF89a", "Label: choose a JPG, PNG or PDF file"),
        (b"%PDF-1.7 <html></html>", "Label: this file cannot be opened, save it again or choose another one"),
        (picture()[:200], "Label: this file cannot be opened, save it again or choose another one"),
        (picture("PNG", (8001, 2)), "Label: choose a picture with no more than 8000 pixels on each side"),
        (
            picture("PNG", (199, 20)),
            "Label: choose a larger picture, its longer side needs at least 200 pixels to be readable",
        ),
        (pdf("secret"), "Label: choose a PDF file that opens without a password"),
    ],
    ids=["empty", "large", "gif", "fake pdf", "cut", "pixels", "tiny", "password"],
)
def test_what_stripe_would_refuse_is_said_before(content: bytes, words: str) -> None:
    assert refused(content) == [words]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(picture(), "image/jpeg"), (picture("PNG"), "image/png"), (pdf(), "application/pdf")],
)
def test_good_files_become_uploads_whose_names_tell_nothing(content: bytes, media_type: str) -> None:
    form = sent(question("document", BASE), {}, LIVE, {f"{BASE}.front": file(content)})
    upload = form.answers()[f"{BASE}.front"]
    assert isinstance(upload, Upload)
    assert (upload.media_type, upload.content, upload.purpose) == (media_type, content, "identity_document")
    assert "Jenny" not in upload.filename


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, []), ({"back": "required"}, ["Label: choose a file that shows the back of the document"])],
)
def test_the_back_is_asked_where_the_map_says(options: dict[str, Any], expected: list[str]) -> None:
    one = question("document", BASE, options=options)
    assert texts(sent(one, {}, LIVE, {f"{BASE}.front": file(picture())})) == expected


def test_several_files_of_one_paper() -> None:
    base = "documents.proof_of_registration.files"
    one = question("document", base, options={"files": 2})
    form = sent(one, {}, LIVE, {base: [file(picture()), file(pdf())]})
    uploads = form.answers()[base]
    assert isinstance(uploads, list)
    assert [each.purpose for each in uploads if isinstance(each, Upload)] == ["account_requirement"] * 2
    assert texts(sent(one, {}, LIVE, {base: [file(picture())] * 3})) == ["Label: choose 2 files or fewer"]


def test_no_file_is_said_and_a_nameless_empty_one_is_none() -> None:
    one = question("document", BASE)
    assert texts(sent(one, {}, LIVE, {f"{BASE}.front": FileStorage(BytesIO(), filename="")})) == [
        "Label: choose a file"
    ]


def test_a_good_file_has_to_be_chosen_again_when_the_page_comes_back(draw: Any) -> None:
    asked: list[Question] = [question("text", "individual.first_name"), question("document", BASE)]
    form = sent(asked, {}, LIVE, {f"{BASE}.front": file(picture())})
    assert "Choose this file again" in draw(form.asked[1]).text


def test_the_second_document_is_another_one() -> None:
    second = "individual.verification.additional_document"
    asked = [question("document", BASE), question("document", second)]
    files = {f"{BASE}.front": file(picture()), f"{second}.front": file(picture())}
    form = sent(asked, {}, LIVE, files, rules=["different_documents"])
    assert texts(form) == ["Choose another document than the first one"]


def test_a_file_that_stripe_has_already_is_not_chosen_again(draw: Any) -> None:
    one = question("document", BASE)
    values = {"_kept": f"{BASE}.front token"}
    form = build_form(
        [one], LIVE, formdata=MultiDict(values), kept=lambda name, token: KeptFile(f"file_{token}")
    )
    assert form.validate()
    assert form.answers() == {f"{BASE}.front": KeptFile("file_token")}
    assert draw(form.asked[0]).select_one("input[name=_kept]")["value"] == f"{BASE}.front token"


def test_a_token_that_is_not_believed_is_no_file() -> None:
    values = {"_kept": f"{BASE}.front forged"}
    form = build_form([question("document", BASE)], LIVE, formdata=MultiDict(values), kept=lambda *_: None)
    assert not form.validate()


def test_good_files_are_handed_on_and_bad_ones_are_not() -> None:
    files = {f"{BASE}.front": file(picture()), f"{BASE}.back": file(b"<html>")}
    form = sent(question("document", BASE), {}, LIVE, files)
    handed: dict[str, Upload] = {}
    form.keep_files(lambda name, upload: handed.update({name: upload}))
    assert list(handed) == [f"{BASE}.front"]


@pytest.mark.parametrize(("side", "other"), [("back", "front"), ("front", "back")])
def test_the_side_that_stripe_misses_is_required_and_the_other_is_not(
    side: str, other: str, draw: Any
) -> None:
    one, wanted = question("document", BASE), [f"{BASE}.{side}"]

    def send(*sides: str) -> list[str]:
        files = MultiDict({f"{BASE}.{each}": file(picture()) for each in sides})
        form = build_form([one], LIVE, formdata=MultiDict(), files=files, wanted=wanted)
        form.validate()
        return [line.id for line in form.summary]

    assert send(side) == []
    assert send(other) == send() == [f"{BASE}.{side}".replace(".", "-")]
    labels = draw(build_form([one], LIVE, wanted=wanted).asked[0]).text
    assert f"{other.title()} of the document (optional)" in labels
    assert f"{side.title()} of the document (optional)" not in labels
    plain = draw(build_form([one], LIVE).asked[0]).text
    assert "Front of the document (optional)" not in plain


def test_a_wrong_document_with_a_missing_side_is_asked_for_whole() -> None:
    files = MultiDict({f"{BASE}.back": file(picture())})
    wanted = [BASE, f"{BASE}.back"]
    form = build_form([question("document", BASE)], LIVE, formdata=MultiDict(), files=files, wanted=wanted)
    form.validate()
    assert texts(form) == ["Label: choose a file"]


def accepted(*names: str, local: str = "", both_sides: bool = False) -> tuple[dict[str, Any], ...]:
    return tuple({"name": says(name), "local": local, "both_sides": both_sides} for name in names)


def listed(draw: Any, asking: Any = LIVE, **options: Any) -> Any:
    about_self = options.pop("about_self", True)
    one = question("document", BASE, country="JP", options=options, about_self=about_self)
    return draw(build_form([one], asking).asked[0])


def test_the_documents_that_are_taken_stand_before_the_inputs(draw: Any) -> None:
    page = listed(draw, accepted=accepted("Passport", "Card"))
    box = page.select_one("[id$=-accepted]")
    assert [line.text for line in box.select("li")] == ["Passport", "Card"]
    assert box.p.text == "One of these documents is enough:"
    front, back = page.select("input[type=file]")
    assert front["aria-describedby"].split()[0] == box["id"]
    assert box["id"] not in back["aria-describedby"]
    assert box in front.find_all_previous("div")


def test_no_list_and_no_choice_say_nothing_of_one(draw: Any) -> None:
    assert not listed(draw).select("[id$=-accepted]")
    assert not listed(draw, accepted=accepted("Passport")).select("[id$=-accepted] p")


@pytest.mark.parametrize(
    ("local", "both_sides", "line"),
    [
        ("NRIC", False, "Card (NRIC)"),
        ("NRIC", True, "Card (NRIC): front and back"),
        ("", True, "Card: front and back"),
        ("card", False, "Card"),
        ("Karte / card / carta", False, "Card (Karte / carta)"),
    ],
)
def test_a_document_has_its_local_name_and_its_sides(
    draw: Any, local: str, both_sides: bool, line: str
) -> None:
    page = listed(draw, accepted=accepted("Card", local=local, both_sides=both_sides))
    assert [each.text for each in page.select("[id$=-accepted] li")] == [line]


@pytest.mark.parametrize(("about_self", "who"), [(True, "you live"), (False, "this person lives")])
@pytest.mark.parametrize(("locale", "country"), [("en", "Japan"), ("fr", "Japon")])
def test_who_lives_abroad_is_told_to_show_a_passport(
    draw: Any, about_self: bool, who: str, locale: str, country: str
) -> None:
    asking = in_locale(locale)
    page = listed(draw, asking, accepted=accepted("Card"), abroad=True, about_self=about_self)
    said = page.select_one("[id$=-accepted]").text
    assert f"If {who} outside the country of this account ({country}), only a passport is taken" in said
    assert "passport" not in listed(draw, accepted=accepted("Card")).text
