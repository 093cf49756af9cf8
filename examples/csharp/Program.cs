using System.Collections.Generic;
using Pulumi.SegmentBigquery;
using Pulumi.SegmentBigquery.Inputs;

return await Pulumi.Deployment.RunAsync(() =>
{
    var segment = new SegmentBigQuery("segment", new SegmentBigQueryArgs
    {
        Project = "acme-analytics",
        Location = "EU",
        Products = { Product.LinkedEvents, Product.Warehouse },
        Profile = Profile.Minimal,
        Sources =
        {
            new SourceArgs { Dataset = "crm" },
            new SourceArgs { Dataset = "web", Table = "page_views" },
            new SourceArgs { Project = "acme-lake", Dataset = "profiles_sync" },
        },
        Destinations = { new DestinationArgs { Dataset = "website" } },
        Models = { new ModelsArgs { Dataset = "ml", Operations = { ModelOperation.Predict } } },
        Key = new KeyArgs
        {
            Secret = new SecretArgs
            {
                Accessors = { new AccessorArgs { Member = "group:segment-admins@example.com" } },
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
