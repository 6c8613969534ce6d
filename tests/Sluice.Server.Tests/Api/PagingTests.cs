using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Sluice.Server.Tests.Api;

public sealed class PagingTests(ApiServer server) : IClassFixture<ApiServer>
{
    private readonly ApiClient _api = server.Client;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(3, 7)]
    [InlineData(7, 7)]
    [InlineData(6, 7)]
    [InlineData(100, 7)]
    [InlineData(5, 0)]
    public async Task A_walk_forward_and_back_meets_every_instance_once(int pageSize, int count)
    {
        var (workflow, ids) = await RunAsync(count);

        var forward = await WalkAsync($"v2/instances?workflowID={workflow}&pageSize={pageSize}", "next");
        var back = forward[^1].TryGetProperty("previous", out var previous)
            ? await WalkAsync($"v2/instances?cursor={previous}", "previous")
            : [];

        Assert.Equal(Math.Max(1, (count + pageSize - 1) / pageSize), forward.Count);
        Assert.Equal(ids, forward.SelectMany(Ids));
        Assert.Equal(forward.SkipLast(1).Select(page => string.Join(' ', Ids(page))), back.AsEnumerable().Reverse().Select(page => string.Join(' ', Ids(page))));
        Assert.All(forward.SkipLast(1), page => Assert.True(page.GetProperty("hasMore").GetBoolean()));
        Assert.False(forward[^1].GetProperty("hasMore").GetBoolean());
        Assert.All(back, page => Assert.True(page.GetProperty("hasMore").GetBoolean()));
        Assert.False(forward[0].TryGetProperty("previous", out _));
        Assert.All(forward.Concat(back), page => Assert.Equal(pageSize, page.GetProperty("pageSize").GetInt32()));
        Assert.All(forward.Concat(back), page => Assert.Equal(page.GetProperty("hasMore").GetBoolean(), page.TryGetProperty("next", out _)));
    }

    [Fact]
    public async Task The_first_page_reached_backwards_leads_forward_again()
    {
        var (workflow, ids) = await RunAsync(3);
        var first = (await _api.GetAsync($"v2/instances?workflowID={workflow}&pageSize=2")).Cursor;
        var second = (await _api.GetAsync($"v2/instances?cursor={first.GetProperty("next")}")).Cursor;
        var back = (await _api.GetAsync($"v2/instances?cursor={second.GetProperty("previous")}")).Cursor;
        var again = (await _api.GetAsync($"v2/instances?cursor={back.GetProperty("next")}")).Cursor;

        Assert.Equal(ids[..2], Ids(back));
        Assert.Equal(ids[2..], Ids(again));
        Assert.False(back.TryGetProperty("previous", out _));
    }

    [Fact]
    public async Task A_cursor_overrides_all_other_parameters_and_carries_its_filters()
    {
        var (workflow, ids) = await RunAsync(3);
        var (other, _) = await RunAsync(1);
        var first = (await _api.GetAsync($"v2/instances?workflowID={workflow}&running=true&pageSize=1")).Cursor;

        var second = (await _api.GetAsync(
            $"v2/instances?cursor={first.GetProperty("next")}&workflowID={other}&running=false&pageSize=bad")).Cursor;

        Assert.Equal(ids[1..2], Ids(second));
        Assert.Equal(1, second.GetProperty("pageSize").GetInt32());
    }

    [Fact]
    public async Task A_running_filter_leaves_out_what_has_ended()
    {
        var (workflow, ids) = await RunAsync(3);
        await _api.PutAsync($"instances/{ids[1]}/abort");

        foreach (var running in new[] { "true", "1", "True" })
        {
            Assert.Equal([ids[0], ids[2]], Ids((await _api.GetAsync($"v2/instances?workflowID={workflow}&running={running}")).Cursor));
            Assert.Equal([ids[0], ids[2]], Ids((await _api.GetAsync($"instances?workflowID={workflow}&running={running}")).Json));
        }

        foreach (var running in new[] { "false", "0", "", "no" })
        {
            Assert.Equal(ids, Ids((await _api.GetAsync($"v2/instances?workflowID={workflow}&running={running}")).Cursor));
        }
    }

    [Fact]
    public async Task Items_of_lists_embed_their_workflow_and_no_stages()
    {
        var (workflow, _) = await RunAsync(1);
        var expected = (await _api.GetAsync($"workflows/{workflow}")).Data.GetRawText();

        foreach (var item in new[]
        {
            (await _api.GetAsync($"v2/instances?workflowID={workflow}")).Cursor.GetProperty("data")[0],
            (await _api.GetAsync($"instances?workflowID={workflow}")).Data[0],
        })
        {
            Assert.Equal(expected, item.GetProperty("workflow").GetRawText());
            Assert.False(item.TryGetProperty("status", out _));
        }
    }

    [Theory]
    [InlineData("workflows")]
    [InlineData("instances")]
    public async Task Version_1_lists_everything_whatever_the_paging_parameters_say(string list)
    {
        var (_, ids) = await RunAsync(230);

        var all = Ids((await _api.GetAsync($"{list}?pageSize=1&cursor=garbage")).Json).ToList();

        Assert.Equal(all.Distinct().Count(), all.Count);
        if (list == "instances")
        {
            Assert.Equal(ids, all.Where(ids.Contains));
        }
    }

    [Fact]
    public async Task Workflows_are_paged_oldest_first()
    {
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add(await _api.CreateAsync("[]"));
        }

        var pages = await WalkAsync("v2/workflows?pageSize=2", "next");
        var back = await WalkAsync($"v2/workflows?cursor={pages[^1].GetProperty("previous")}", "previous");
        var listed = pages.SelectMany(Ids).ToList();

        Assert.Equal(created, listed.Where(created.Contains));
        Assert.Equal(listed, Ids((await _api.GetAsync("workflows")).Json));
        Assert.Equal(pages.SkipLast(1).SelectMany(Ids), back.AsEnumerable().Reverse().SelectMany(Ids));
    }

    [Fact]
    public async Task A_walk_goes_on_when_what_its_token_names_was_deleted()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await _api.CreateAsync("[]"));
        }

        var before = (await WalkAsync("v2/workflows?pageSize=1", "next")).Single(page => Ids(page).Single() == ids[1]);
        await _api.DeleteAsync($"workflows/{ids[1]}");
        await _api.DeleteAsync($"workflows/{ids[2]}");

        var next = (await _api.GetAsync($"v2/workflows?cursor={before.GetProperty("next")}")).Cursor;
        var previous = (await _api.GetAsync($"v2/workflows?cursor={next.GetProperty("previous")}")).Cursor;
        await _api.DeleteAsync($"workflows/{ids[3]}");
        var empty = (await _api.GetAsync($"v2/workflows?cursor={before.GetProperty("next")}")).Cursor;
        var turned = (await _api.GetAsync($"v2/workflows?cursor={empty.GetProperty("previous")}")).Cursor;

        Assert.Equal([ids[3]], Ids(next));
        Assert.Equal([ids[0]], Ids(previous));
        Assert.Empty(Ids(empty));
        Assert.False(empty.GetProperty("hasMore").GetBoolean());
        Assert.Equal([ids[0]], Ids(turned));
    }

    [Theory]
    [InlineData("", 15)]
    [InlineData("0", 15)]
    [InlineData("00", 15)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    [InlineData("101", 100)]
    [InlineData("1000", 100)]
    [InlineData("18446744073709551615", 100)]
    public async Task A_page_size_is_bounded(string given, int used)
    {
        foreach (var list in new[] { "workflows", "instances" })
        {
            var answer = await _api.GetAsync($"v2/{list}?pageSize={given}");

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal(used, answer.Cursor.GetProperty("pageSize").GetInt32());
        }
    }

    [Theory]
    [InlineData("pageSize=-1", "pageSize")]
    [InlineData("pageSize=x", "pageSize")]
    [InlineData("pageSize=1.5", "pageSize")]
    [InlineData("pageSize=%2B1", "pageSize")]
    [InlineData("pageSize=%201", "pageSize")]
    [InlineData("pageSize=1&pageSize=2", "pageSize")]
    [InlineData("pageSize=18446744073709551616", "pageSize")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=e30", "cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    [InlineData("cursor=AQIADwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    [InlineData("cursor=AQIADwjdAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D", "cursor")]
    [InlineData("cursor=eyJvZmZzZXQiOjE1LCJvcmRlciI6MCwicGFnZVNpemUiOjE1LCJmaWx0ZXJzIjpudWxsfQ", "cursor")]
    public async Task A_wrong_page_is_refused_by_its_parameter(string query, string parameter)
    {
        foreach (var list in new[] { "workflows", "instances" })
        {
            (await _api.GetAsync($"v2/{list}?{query}"))
                .IsError(HttpStatusCode.BadRequest, "VALIDATION", $"invalid '{parameter}' query param");
        }
    }

    [Fact]
    public async Task A_token_of_another_list_is_refused()
    {
        var (workflow, _) = await RunAsync(2);
        await _api.CreateAsync("[]");
        var ofInstances = (await _api.GetAsync($"v2/instances?workflowID={workflow}&pageSize=1")).Cursor.GetProperty("next");
        var ofWorkflows = (await _api.GetAsync("v2/workflows?pageSize=1")).Cursor.GetProperty("next");

        (await _api.GetAsync($"v2/workflows?cursor={ofInstances}")).IsError(HttpStatusCode.BadRequest, "VALIDATION", "invalid 'cursor' query param");
        (await _api.GetAsync($"v2/instances?cursor={ofWorkflows}")).IsError(HttpStatusCode.BadRequest, "VALIDATION", "invalid 'cursor' query param");
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("9b0c0000-0000-0000-0000-000000000000")]
    public async Task Instances_of_an_unknown_workflow_are_none(string workflow)
    {
        Assert.Equal(
            """{"cursor":{"pageSize":15,"hasMore":false,"data":[]}}""", (await _api.GetAsync($"v2/instances?workflowID={workflow}")).Text);
        Assert.Equal("""{"data":[]}""", (await _api.GetAsync($"instances?workflowID={workflow}")).Text);
    }

    private async Task<(string Workflow, List<string> Ids)> RunAsync(int count)
    {
        var workflow = await _api.CreateAsync("""[{"wait_event":{"event":"go"}}]""");
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await _api.RunAsync(workflow));
        }

        return (workflow, ids);
    }

    private async Task<List<JsonElement>> WalkAsync(string path, string direction)
    {
        var list = path[..path.IndexOf('?', StringComparison.Ordinal)];
        var pages = new List<JsonElement>();
        for (string? next = path; next is not null; next = pages[^1].TryGetProperty(direction, out var token) ? $"{list}?cursor={token}" : null)
        {
            var answer = await _api.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            pages.Add(answer.Cursor);
            Assert.True(pages.Count < 2_000, string.Create(CultureInfo.InvariantCulture, $"the walk does not end: {next}"));
        }

        return pages;
    }

    private static List<string> Ids(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
