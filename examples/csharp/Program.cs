using System.Collections.Generic;
using Pulumi.SegmentBigquery;
using Pulumi.SegmentBigquery.Inputs;

return await Pulumi.Deployment.RunAsync(() =>
{
    var segment = new SegmentBigQuery("segment", new SegmentBigQueryArgs
    {
        Project = "acme-analytics",
        Location = "EU",
        Profile = Profile.Minimal,
        Sources =
        {
            new SourceArgsArgs { Dataset = "crm" },
            new SourceArgsArgs { Dataset = "web", Table = "page_views" },
            new SourceArgsArgs { Project = "acme-lake", Dataset = "profiles_sync" },
        },
        Models = { new ModelsArgsArgs { Dataset = "ml", Operations = { ModelOperation.Predict } } },
        Key = new KeyArgsArgs
        {
            Secret = new SecretArgsArgs
            {
                Accessors = { new AccessorArgsArgs { Member = "group:segment-admins@example.com" } },
            },
        },
    });

    return new Dictionary<string, object?>
    {
        ["serviceAccountEmail"] = segment.ServiceAccountEmail,
        ["secretVersionName"] = segment.SecretVersionName,
        ["segmentForm"] = segment.SegmentForm,
    };
});
