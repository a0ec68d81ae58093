"""Video pages: the browser's own player, captions, transcript, download, structured data."""

import pytest
from html5lib import HTMLParser

from publisher.pages.parts.card import Cards
from publisher.pages.videos import shown_size, video_pages
from tests.publisher.manuscripts import VIDEO, text_of
from tests.publisher.site_project import with_keys


def video_job(published, **keys):
    library, config = published({VIDEO: with_keys(text_of(VIDEO), **keys)})
    sizes = {"assets/videos/hearing.mp4": 1824}
    return next(j for j in video_pages(library, config, Cards(), sizes) if j.entry)


def test_the_data_of_a_video_names_film_poster_length_and_words(published):
    job = video_job(published, duration="125")
    data = next(d for d in job.view.json_ld if d["@type"] == "VideoObject")
    assert data["contentUrl"] == "https://www.minghu.gov.cn/assets/videos/hearing.mp4"
    assert data["thumbnailUrl"] == "https://www.minghu.gov.cn/assets/videos/hearing.jpg"
    assert (data["duration"], data["encodingFormat"]) == ("PT125S", "video/mp4")
    assert data["transcript"] == "听证是当面说话的机会，收到告知书以后提出。"


def test_facts_say_length_size_and_that_it_is_silent(published):
    facts = {f.label: f.values[0][0] for f in video_job(published, duration="125").context["facts"]}
    assert facts["时长"] == "2 分 5 秒"
    assert facts["大小"] == "2 KB"
    assert "没有声音" in facts["声音"]


@pytest.mark.parametrize(
    ("size", "text"), [(1024, "1 KB"), (880_000, "859 KB"), (1_468_006, "1.4 MB")]
)
def test_size_is_told_as_a_reader_knows_it(size, text):
    assert shown_size(size) == text


def test_the_player_is_the_browsers_own_and_loads_nothing_by_itself(built_site):
    html = (built_site / "videos/video-notice/index.html").read_text(encoding="utf-8")
    tree = HTMLParser(namespaceHTMLElements=False).parse(html)
    video = next(tree.iter("video"))
    assert (video.get("preload"), "playsinline" in video.attrib) == ("none", True)
    assert "autoplay" not in video.attrib
    track = next(video.iter("track"))
    assert (track.get("kind"), track.get("srclang")) == ("captions", "zh-CN")
    page = built_site.parent / "content/videos/video-notice"  # MkDocs copies what is no page
    for target in (next(video.iter("source")).get("src"), track.get("src"), video.get("poster")):
        assert (page / target).resolve().is_file()
    downloads = [a.get("href") for a in tree.iter("a") if "download" in a.attrib]
    assert downloads == ["../../assets/videos/hearing.mp4"]
    assert "听证是当面说话的机会" in html
    assert not list(tree.iter("iframe"))
