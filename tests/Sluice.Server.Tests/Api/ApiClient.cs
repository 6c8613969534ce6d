using System.Net;
using System.Text;
using System.Text.Json;

namespace Sluice.Server.Tests.Api;

/// <summary>Calls a server, and checks of every answer what holds for all of them.</summary>
public sealed class ApiClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<ApiAnswer> PutAsync(string path) => SendAsync(HttpMethod.Put, path);

    public Task<ApiAnswer> PostAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, Content(Encoding.UTF8.GetBytes(body), contentType));

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        change?.Invoke(request);
        using var response = await _http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(text.Length > 0 == response.Content.Headers.ContentType is not null, $"{(int)response.StatusCode} {text}");
        var answer = new ApiAnswer(response.StatusCode, text, Json(text), response.Headers);
        if ((int)response.StatusCode >= 400)
        {
            Assert.True(response.Content.Headers.ContentType?.MediaType == "application/json", $"{(int)response.StatusCode} {text}");
            Assert.NotEmpty(answer.Json.GetProperty("errorMessage").GetString()!);
            Assert.True(answer.ErrorCode is "VALIDATION" or "NOT_FOUND" or "INTERNAL", text);
        }

        return answer;
    }

    /// <summary>Creates a workflow of these stages.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string stages)
    {
        var answer = await PostAsync("workflows", $$"""{"name":"test","stages":{{stages}}}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Data.GetProperty("id").GetString()!;
    }

    /// <summary>Starts an instance.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(string workflow, string variables = "", bool wait = false)
    {
        var answer = await PostAsync($"workflows/{workflow}/instances?wait={wait}", variables);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Data.GetProperty("id").GetString()!;
    }

    /// <summary>Starts an instance of a workflow of these stages and waits for its end.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunToEndAsync(string stages, string variables = "") =>
        await RunAsync(await CreateAsync(stages), variables, wait: true);

    /// <summary>Asks again until the answer is as hoped for; the test fails when that takes too long.</summary>
    public async Task<ApiAnswer> EventuallyAsync(string path, Func<ApiAnswer, bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var answer = await GetAsync(path);
            if (condition(answer))
            {
                return answer;
            }

            Assert.False(deadline.IsCancellationRequested, $"still {answer.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    public static ByteArrayContent Content(byte[] body, string contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement Json(string text) => text.StartsWith('{') ? JsonElement.Parse(text) : default;
}
