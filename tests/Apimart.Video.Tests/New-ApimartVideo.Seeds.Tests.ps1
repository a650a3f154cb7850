BeforeDiscovery {
    # The bodies of the documents' examples and use cases, as they stand there.
    $cases = @(
        @{
            Case = 'grok-imagine-1.0-video-apimart, curl'
            Body = @'
{
    "model": "grok-imagine-1.0-video-apimart",
    "prompt": "A dog running on the beach, sunny weather, slow motion",
    "size": "16:9",
    "duration": 6,
    "quality": "720p"
  }
'@
        }
        @{
            Case = 'grok-imagine-1.0-video-apimart, case 1: text to video'
            Body = @'
{
  "model": "grok-imagine-1.0-video-apimart",
  "prompt": "A dog running on the beach, sunny weather, slow motion",
  "size": "16:9",
  "duration": 6
}
'@
        }
        @{
            Case = 'grok-imagine-1.0-video-apimart, case 2: image to video'
            Body = @'
{
  "model": "grok-imagine-1.0-video-apimart",
  "prompt": "Bring the scene to life with natural dynamic effects",
  "image_urls": ["https://example.com/start.png"],
  "size": "16:9",
  "duration": 10,
  "quality": "720p"
}
'@
        }
        @{
            Case = 'Omni-Flash-Ext, curl'
            Body = @'
{
    "model": "Omni-Flash-Ext",
    "prompt": "a girl is dancing happily in a sunny garden",
    "duration": 10,
    "resolution": "1080p",
    "aspect_ratio": "9:16"
  }
'@
        }
        @{
            Case = 'Omni-Flash-Ext, scenario 1: text to video'
            Body = @'
{
  "model": "Omni-Flash-Ext",
  "prompt": "a beautiful sunset over the ocean with seagulls flying",
  "duration": 6,
  "resolution": "720p",
  "aspect_ratio": "16:9"
}
'@
        }
        @{
            Case = 'Omni-Flash-Ext, scenario 2: one picture'
            Body = @'
{
  "model": "Omni-Flash-Ext",
  "prompt": "make the character smile and slowly turn around, cinematic camera motion",
  "duration": 6,
  "resolution": "1080p",
  "aspect_ratio": "9:16",
  "image_urls": ["https://example.com/character.jpg"]
}
'@
        }
        @{
            Case = 'Omni-Flash-Ext, scenario 3: three pictures'
            Body = @'
{
  "model": "Omni-Flash-Ext",
  "prompt": "a creative scene combining these elements with smooth camera motion",
  "duration": 10,
  "resolution": "1080p",
  "aspect_ratio": "9:16",
  "image_urls": [
    "https://example.com/scene.jpg",
    "https://example.com/character.jpg",
    "https://example.com/product.jpg"
  ]
}
'@
        }
        @{
            Case = 'Omni-Flash-Ext, scenario 4: 4k'
            Body = @'
{
  "model": "Omni-Flash-Ext",
  "prompt": "close-up of a hummingbird hovering in front of a red flower",
  "duration": 4,
  "resolution": "4k",
  "aspect_ratio": "16:9"
}
'@
        }
        @{
            Case = 'sora-2, curl'
            Body = @'
{
    "model": "sora-2",
    "prompt": "A waterfall cascading down forming a rainbow",
    "duration": 5,
    "aspect_ratio": "16:9",
    "image_urls": ["https://example.com/image.png"]
  }
'@
        }
        @{
            Case = 'veo3.1-fast, curl'
            Body = @'
{
    "model": "veo3.1-fast",
    "prompt": "Dolphins leaping in the azure ocean",
    "duration": 8,
    "aspect_ratio": "16:9",
    "image_urls": ["https://cdn.apimart.ai/doc/9998238783208208-9972597b-255d-4e7e-9649-e6ee38a837aa-image_task_01K88B53MTK41PP5KGDTG2PA5P_0.png"]
  }
'@
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule

    # The fields of a body, each byte for byte as it stands there but for the line ends of a list, in the order of their names.
    function Get-Field([string] $Body) {
        $json = [Text.Json.JsonDocument]::Parse($Body)
        $json.RootElement.EnumerateObject() |
            ForEach-Object { "$($_.Name)=$($_.Value.GetRawText() -replace '\r?\n\s*')" } |
            Sort-Object
    }
}

Describe 'A use case of the documents' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    Context '<Case>' -ForEach $cases {
        It 'goes out as JSON' {
            $null = $Body | ConvertFrom-Json | New-ApimartVideo -WarningAction SilentlyContinue
            Get-Field @($simulator.Bill)[-1].Body | Should -BeExactly (Get-Field $Body)
        }

        It 'goes out as a line of CSV' {
            $file = Join-Path $TestDrive shots.csv
            $row = $Body | ConvertFrom-Json
            if ($row.PSObject.Properties['image_urls']) { $row.image_urls = $row.image_urls -join ' ' }
            $row | Export-Csv $file
            $null = Import-Csv $file | New-ApimartVideo -WarningAction SilentlyContinue
            Get-Field @($simulator.Bill)[-1].Body | Should -BeExactly (Get-Field $Body)
        }

        It 'goes out as a splat' {
            $names = @{ aspect_ratio = 'AspectRatio'; image_urls = 'ImageUrl' }
            $splat = @{}
            foreach ($field in ($Body | ConvertFrom-Json).PSObject.Properties) { $splat[$names[$field.Name] ?? $field.Name] = $field.Value }
            $null = New-ApimartVideo @splat -WarningAction SilentlyContinue
            Get-Field @($simulator.Bill)[-1].Body | Should -BeExactly (Get-Field $Body)
        }
    }
}
